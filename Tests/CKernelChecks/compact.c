// Panels of BF16 in 12 bits an element.

#include "check.h"

// Exponents that others have not: of any BF16, and of such as products can be compared by.
static const uint16_t rare_bits[] = {0, 0x8000, 1, 0x807f, 0x7f80, 0xffc1, 0x0080, 0x7f7f, 0xc2f6, 0x2000};
static const uint16_t rare_factors[] = {0, 0x8000, 0x2000, 0xa123, 0x4234, 0xc000};
enum { RARE_BITS = sizeof rare_bits / sizeof *rare_bits, RARE_FACTORS = sizeof rare_factors / sizeof *rare_factors };

// BF16 of numbers in -1..<1, and now and then one of a few others.
static uint16_t *weights_of(check *check, size_t count, const uint16_t *rare, size_t rare_count) {
  uint16_t *words = take(check, count * sizeof *words);
  for (size_t i = 0; i < count; i++) {
    float value = next_value(check);
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    words[i] = i % 401 == 7 ? rare[i / 401 % rare_count] : (uint16_t)(bits >> 16);
  }
  return words;
}

// The panel in 12 bits, added in blocks; NULL where its exponents are too many.
static void *compact_of(check *check, const uint16_t *panel, size_t inner, uint8_t exponents, size_t block) {
  void *compact = take(check, kernel_compact_bytes(inner));
  kernel_begin_compact(exponents, inner, compact);
  for (size_t first = 0; first < inner; first += block) {
    size_t count = inner - first < block ? inner - first : block;
    if (!kernel_compact_panel(panel + first * KERNEL_PANEL_COLUMNS, first, count, inner, compact)) return NULL;
  }
  return compact;
}

void check_compact_panels(check *check) {
  static const size_t inners[] = {256, 300, 515};
  for (size_t i = 0; i < 3; i++) {
    size_t inner = inners[i], padded = inner + inner % 2, count = padded * KERNEL_PANEL_COLUMNS;
    uint16_t *panel = weights_of(check, count, rare_bits, RARE_BITS);
    uint8_t exponents = kernel_compact_exponents(panel, count / 3, 3);
    // The exponents of 2^-13 to 2^-1, halved.
    require(check, exponents == 57, "exponents are %d", exponents);
    void *compact = compact_of(check, panel, inner, exponents, 128);
    require(check, compact != NULL, "%zu elements have not too many exponents", inner);
    if (!compact) return;
    compare_bytes(check, compact, 64 + padded / 2 * 192, "%zu elements in 12 bits", inner);
    const size_t parts[][2] = {{0, inner}, {128, inner - 128}, {64, 66}, {inner - inner % 2 - 2, 2}};
    for (size_t p = 0; p < 4; p++) {
      size_t first = parts[p][0], bytes = (parts[p][1] + parts[p][1] % 2) * KERNEL_PANEL_COLUMNS * sizeof *panel;
      void *expanded = take(check, bytes);
      kernel_expand_panel(compact, first, parts[p][1], inner, expanded);
      int is_equal = memcmp(expanded, panel + first * KERNEL_PANEL_COLUMNS, bytes) == 0;
      require(check, is_equal, "%zu elements from %zu", parts[p][1], first);
    }
  }
  uint16_t *diverse = take(check, 256 * KERNEL_PANEL_COLUMNS * sizeof *diverse);
  for (size_t i = 0; i < 256 * KERNEL_PANEL_COLUMNS; i++) diverse[i] = (uint16_t)(int)(next_value(check) * 32767);
  uint8_t exponents = kernel_compact_exponents(diverse, 256 * KERNEL_PANEL_COLUMNS, 1);
  require(check, !compact_of(check, diverse, 256, exponents, 256), "elements of all exponents are refused");
}

// Bit for bit those with plain panels, which are checked elsewhere.
void check_compact_products(check *check) {
  static const size_t row_counts[] = {1, 5, 7, 16, 17, 29, 32, 33, 40, 47, 48}, inners[] = {256, 301, 1340};
  for (size_t i = 0; i < sizeof row_counts / sizeof *row_counts * 3; i++) {
    size_t rows = row_counts[i / 3], inner = inners[i % 3], padded = inner + inner % 2;
    uint16_t *panel = weights_of(check, padded * KERNEL_PANEL_COLUMNS, rare_factors, RARE_FACTORS);
    void *compact = compact_of(check, panel, inner, 57, 640);
    uint16_t *terms = take(check, KERNEL_SPLIT_TERMS * rows * padded * sizeof *terms);
    kernel_narrow(random_floats(check, 3 * rows * padded, 1), KERNEL_BFLOAT16, terms, 3 * rows * padded);
    if (!compact || (rows > kernel_few_rows(KERNEL_INPUT_BFLOAT16))) continue;
    for (size_t variant = 0; variant < 2 * KERNEL_SPLIT_TERMS; variant++) {
      kernel_bfloat16_rows input = {terms, padded, variant / 2 + 1, rows * padded};
      kernel_product product = {
          .rows = rows,
          .panel = panel,
          .inner = padded,
          .output = {take_floats(check, rows * 70), 70},
          .columns = KERNEL_PANEL_COLUMNS,
          .accumulates = (int)variant % 2,
      };
      kernel_product with_compact = product;
      with_compact.panel = with_compact.next = compact;
      with_compact.inner = inner;
      with_compact.output.start = take_floats(check, rows * 70);
      for (size_t k = 0; k < rows * 70; k++) product.output.start[k] = with_compact.output.start[k] = 0.5f;
      kernel_multiply_panel_bfloat16(input, product);
      kernel_multiply_compact(input, with_compact);
      // Where the product with a compact panel is the plain one, blocks are cut elsewhere.
      float tolerance = kernel_multiplies_compact() ? 0 : 1e-4f;
      for (size_t k = 0; k < rows * 70; k++) {
        float found = with_compact.output.start[k], expected = product.output.start[k];
        int is_close = fabsf(found - expected) <= tolerance * (1 + fabsf(expected));
        require(check, is_close, "%zu rows by %zu, variant %zu: float %zu", rows, inner, variant, k);
      }
    }
  }
}
