// Rows, panels and products in 8 bits.

#include "check.h"

static size_t blocks_of(size_t inner) { return (inner + KERNEL_INT8_BLOCK - 1) / KERNEL_INT8_BLOCK; }

// Memory for rows, their values before what belongs to their blocks, with a gap behind them.
static kernel_int8_rows int8_rows(check *check, size_t rows, size_t inner) {
  size_t blocks = blocks_of(inner);
  size_t stride = blocks * (KERNEL_INT8_BLOCK + sizeof(kernel_int8_block)) + 64;
  char *start = take(check, rows * stride);
  return (kernel_int8_rows){(int8_t *)start, (kernel_int8_block *)(start + blocks * KERNEL_INT8_BLOCK), stride};
}

static void *int8_panel(check *check, const float *values, size_t columns, size_t inner, kernel_element element) {
  kernel_weights weights = {stored(check, values, columns * inner, element), element, inner};
  void *panel = take(check, blocks_of(inner) * KERNEL_INT8_BLOCK_BYTES);
  kernel_pack_panel_int8(weights, columns, inner, panel);
  return panel;
}

void check_int8_values(check *check) {
  static const size_t inners[] = {1, 127, 128, 129, 300, 640};
  for (size_t i = 0; i < sizeof inners / sizeof *inners; i++) {
    size_t inner = inners[i], rows = 7, columns = inner % 2 ? 64 : 33;
    kernel_rows input = random_rows(check, rows, inner, 3, 9);
    float *values = random_floats(check, columns * inner, 4);
    // Zeros alone, ties, what is largest, what is not finite, and what is smallest.
    for (size_t k = 0; k < inner; k++) input.start[k] = 0;
    for (size_t k = 0; k < inner; k++) input.start[input.stride + k] = (float)(k % 255) - 127 + (k % 2 ? 0.5f : 0);
    input.start[2 * input.stride] = 3e38f;
    input.start[3 * input.stride + inner / 2] = NAN;
    input.start[4 * input.stride + inner - 1] = -INFINITY;
    input.start[5 * input.stride] = -20;
    for (size_t k = 0; k < inner; k++) input.start[6 * input.stride + k] *= 1e-40f;
    values[inner / 2] = NAN;
    values[3 * inner] = INFINITY;
    values[4 * inner] = -100;
    kernel_int8_rows output = int8_rows(check, rows, inner);
    kernel_quantize_rows(input, rows, inner, output);
    // As bytes, but for the scales, which may be any NaN.
    size_t blocks = blocks_of(inner);
    for (size_t m = 0; m < rows; m++) {
      compare_bytes(
          check, output.values + m * output.stride, blocks * KERNEL_INT8_BLOCK, "values of row %zu by %zu", m, inner);
      for (size_t b = 0; b < blocks; b++) {
        const kernel_int8_block *block = (const void *)((const char *)(output.blocks + b) + m * output.stride);
        compare_floats(check, &block->scale, 1, 0, "scale %zu of row %zu by %zu", b, m, inner);
        compare_bytes(check, &block->offset, sizeof block->offset, "offset %zu of row %zu by %zu", b, m, inner);
      }
    }
    for (kernel_element element = KERNEL_FLOAT32; element <= KERNEL_FLOAT16; element++) {
      const char *panel = int8_panel(check, values, columns, inner, element);
      for (size_t b = 0; b < blocks; b++, panel += KERNEL_INT8_BLOCK_BYTES) {
        const float *scales = (const float *)panel;
        compare_floats(check, scales, KERNEL_PANEL_COLUMNS, 0, "scales of element %d by %zu", (int)element, inner);
        compare_bytes(
            check, scales + KERNEL_PANEL_COLUMNS, KERNEL_PANEL_COLUMNS * KERNEL_INT8_BLOCK,
            "panel of element %d by %zu", (int)element, inner);
      }
    }
  }
}

// The output has five columns more; what is added to is the column to begin with.
static kernel_product product_of(
    check *check, size_t rows, const void *panel, size_t inner, size_t columns, int accumulates) {
  kernel_product product = {
      .rows = rows,
      .panel = panel,
      .inner = blocks_of(inner) * KERNEL_INT8_BLOCK,
      .output = {take_floats(check, rows * (columns + 5)), columns + 5},
      .columns = columns,
      .accumulates = accumulates,
      .next = panel,
  };
  for (size_t m = 0; accumulates && m < rows; m++) {
    for (size_t n = 0; n < columns; n++) product.output.start[m * product.output.stride + n] = (float)n;
  }
  return product;
}

void check_int8_products(check *check) {
  static const struct {
    size_t rows, inner, columns;
  } shapes[] = {
      {1, 1, 1},     {5, 3, 64},    {6, 128, 64},  {7, 300, 63},   {13, 256, 17}, {40, 640, 64},
      {4, 300, 64},  {16, 260, 48}, {20, 390, 64}, {33, 260, 64},  {36, 390, 64}, {47, 128, 48},
      {49, 260, 64}, {2, 130, 16},  {3, 512, 5},   {30, 1300, 64}, {1, 700, 33},
  };
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    size_t rows = shapes[s].rows, inner = shapes[s].inner, columns = shapes[s].columns;
    kernel_rows input = random_rows(check, rows, inner, 3, 1);
    void *panel = int8_panel(check, random_floats(check, columns * inner, 1), columns, inner, KERNEL_BFLOAT16);
    kernel_int8_rows rounded = int8_rows(check, rows, inner);
    kernel_quantize_rows(input, rows, inner, rounded);
    for (int accumulates = 0; accumulates < 2; accumulates++) {
      kernel_product product = product_of(check, rows, panel, inner, columns, accumulates);
      kernel_multiply_panel_int8(rounded, product);
      // The sums are the same integers, and every instruction set scales them in the same way.
      compare_floats(
          check, product.output.start, rows * product.output.stride, 0, "%zu rows by %zu by %zu, %s", rows, inner,
          columns, accumulates ? "added" : "set");
      for (size_t m = 0; m < rows; m++) {
        kernel_product one = product_of(check, 1, panel, inner, columns, accumulates);
        kernel_int8_rows row = {
            rounded.values + m * rounded.stride, (void *)((char *)rounded.blocks + m * rounded.stride), rounded.stride};
        kernel_multiply_panel_int8(row, one);
        const float *among_others = product.output.start + m * product.output.stride;
        int are_equal = memcmp(one.output.start, among_others, columns * sizeof(float)) == 0;
        require(check, are_equal, "row %zu alone, of %zu by %zu by %zu", m, rows, inner, columns);
      }
    }
  }
}

// 127 · 127 · 128 with every sign: sums of pairs or of four in 16 bits would saturate.
void check_int8_extremes(check *check) {
  enum { ROWS = 9, INNER = 256 };
  kernel_rows input = {take_floats(check, ROWS * INNER), INNER};
  float *values = take_floats(check, KERNEL_PANEL_COLUMNS * INNER);
  for (size_t i = 0; i < ROWS * INNER; i++) input.start[i] = i / INNER % 3 == 0 ? 1 : i / INNER % 3 == 1 ? -1 : i % 2;
  for (size_t i = 0; i < KERNEL_PANEL_COLUMNS * INNER; i++) {
    values[i] = i / INNER % 3 == 0 ? 1 : i / INNER % 3 == 1 ? -1 : i % 4 < 2 ? 1 : -1;
  }
  void *panel = int8_panel(check, values, KERNEL_PANEL_COLUMNS, INNER, KERNEL_FLOAT32);
  kernel_int8_rows rounded = int8_rows(check, ROWS, INNER);
  kernel_quantize_rows(input, ROWS, INNER, rounded);
  kernel_product product = product_of(check, ROWS, panel, INNER, KERNEL_PANEL_COLUMNS, 0);
  kernel_multiply_panel_int8(rounded, product);
  compare_floats(check, product.output.start, ROWS * product.output.stride, 0, "extremes");
  require(check, fabsf(product.output.start[0] - INNER) < 1e-3f, "%d ones are their number", INNER);
}
