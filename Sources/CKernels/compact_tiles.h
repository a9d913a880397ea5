// Products of few rows of BF16 pairs on tile registers by compact panels.

// Elements of the inner dimension after which rows begin to throw each other out of the second cache: half of the panel's
// columns read them as the other half did.
INLINE size_t compact_block(size_t row_count, size_t inner) {
  enum { CACHED_ELEMENTS = 1 << 18 };
  size_t blocks = (row_count * inner + CACHED_ELEMENTS - 1) / CACHED_ELEMENTS;
  return (inner / TILE_INNER + blocks - 1) / blocks * TILE_INNER;
}

// As kernel_multiply_compact, in so many parts.
INLINE void multiply_few_compact(
    const int parts, tile_input input, size_t rows, const void *compact, size_t inner, float *output,
    size_t output_stride, int accumulate, const void *next) {
  enum { GROUPS = KERNEL_PANEL_COLUMNS / 16 };
  _Alignas(64) char steps[2 * STEP_BYTES];
  size_t last = inner % TILE_INNER, whole = inner - last;
  size_t block = whole ? compact_block(rows * (size_t)parts, whole) : 0;
  for (size_t first = 0, count; first < whole; first += count) {
    count = whole - first < block ? whole - first : block;
    const void *following = first + count < whole ? compact_pair(compact, (first + count) / 2) : next;
    compact_reader reader = read_compact(compact, inner, first / 2, count / 2, following);
    tile_weights weights = {.panel = steps, .compact = &reader};
    multiply_few_tiles(
        parts, input_at(input, 0, first), rows, weights, count, TILE_INNER, output, output_stride, GROUPS,
        accumulate || first);
  }
  if (last) {
    tile_weights weights = {.panel = steps};
    expand_panel_vector(compact, whole, last, inner, steps);
    multiply_few_tiles(
        parts, input_at(input, 0, whole), rows, weights, last, last, output, output_stride, GROUPS,
        accumulate || whole);
  }
  _tile_release();
}

#define MULTIPLY_FEW_COMPACT(PARTS) \
  OF_ITS_OWN multiply_few_compact_##PARTS( \
      tile_input input, size_t rows, const void *compact, size_t inner, float *output, size_t output_stride, \
      int accumulate, const void *next) { \
    multiply_few_compact(PARTS, input, rows, compact, inner, output, output_stride, accumulate, next); \
  }
MULTIPLY_FEW_COMPACT(1)
MULTIPLY_FEW_COMPACT(2)
MULTIPLY_FEW_COMPACT(3)

#define MULTIPLY_COMPACT multiply_compact_tiles
KERNEL void multiply_compact_tiles(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *compact,
    size_t inner, float *output, size_t output_stride, int accumulate, const void *next) {
  tile_input from = {input, input_stride, part_stride};
  inner += inner % 2;
  FOR_PART_COUNT(parts, multiply_few_compact, from, rows, compact, inner, output, output_stride, accumulate, next)
}
