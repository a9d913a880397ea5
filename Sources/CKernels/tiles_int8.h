// Products of 8-bit weights on tile registers: the sums of a block are made there, and scaled and added in vectors.

enum { INT8_TILE_INNER = 64, INT8_BLOCK_LINES = KERNEL_INT8_BLOCK_BYTES / 64 };
// Lines that are fetched with each of a block's eight tiles; the others are while sums are scaled, so that neither waits.
enum { INT8_TILE_LINES = 8 };

INLINE void fetch_int8_lines(const char *block, size_t first, size_t count) {
  if (!block) return;
  for (size_t i = first; i < first + count && i < INT8_BLOCK_LINES; i++) __builtin_prefetch(block + i * 64, 0, 2);
}

// Up to 16 rows over one block; tiles are configured for these rows and 64 bytes. The first lines of the block `ahead` are
// fetched meanwhile.
INLINE void multiply_int8_tiles(
    const int8_t *values, size_t input_stride, const char *weights, int32_t *sums, const char *ahead) {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
#define MULTIPLY_GROUP(N, WEIGHTS) \
  _tile_loadd(WEIGHTS, step + N * 64, PANEL_ROW_BYTES); \
  fetch_int8_lines(ahead, (k / INT8_TILE_INNER * 4 + N) * INT8_TILE_LINES, INT8_TILE_LINES); \
  _tile_dpbsud(N, 4, WEIGHTS);
  for (size_t k = 0; k < KERNEL_INT8_BLOCK; k += INT8_TILE_INNER) {
    const char *step = weights + k / 4 * PANEL_ROW_BYTES;
    _tile_loadd(4, values + k, input_stride);
    MULTIPLY_GROUP(0, 6)
    MULTIPLY_GROUP(1, 7)
    MULTIPLY_GROUP(2, 6)
    MULTIPLY_GROUP(3, 7)
  }
#undef MULTIPLY_GROUP
  _tile_stored(0, sums, PANEL_ROW_BYTES);
  _tile_stored(1, sums + 16, PANEL_ROW_BYTES);
  _tile_stored(2, sums + 32, PANEL_ROW_BYTES);
  _tile_stored(3, sums + 48, PANEL_ROW_BYTES);
}

// Adds the sums of one block, scaled, to so many rows, or sets these. The last lines of the block `ahead` are fetched
// meanwhile.
INLINE void scale_int8_sums(
    const size_t columns, const int accumulate, const int32_t *sums, const char *of_rows, size_t input_stride,
    size_t rows, const float *scales, float *output, size_t output_stride, const char *ahead) {
  enum { FIRST = 8 * INT8_TILE_LINES };
  size_t lines = (INT8_BLOCK_LINES - FIRST + rows - 1) / rows;
  for (size_t i = 0; i < rows; i++) {
    fetch_int8_lines(ahead, FIRST + i * lines, lines);
    kernel_int8_block of_row;
    memcpy(&of_row, of_rows + i * input_stride, sizeof of_row);
    float *to = output + i * output_stride;
    UNROLL for (size_t n = 0; n < columns; n += WIDTH) {
      integers sum = (integers)load_words(sums + i * KERNEL_PANEL_COLUMNS + n) + of_row.offset;
      floats product = __builtin_convertvector(sum, floats) * (load(scales + n) * of_row.scale);
      store(to + n, accumulate ? load(to + n) + product : product);
    }
  }
}

KERNEL void multiply_panel_int8_tiles(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  if (rows <= ROWS || columns % 16 != 0) {
    multiply_panel_int8_vector(
        values, described, input_stride, rows, panel, blocks, output, output_stride, columns, accumulate, next);
    return;
  }
  // Tiles of as many rows each, so that they are configured once; the last one may begin within the one before, whose
  // rows are then left out.
  size_t tiles = (rows + TILE_ROWS - 1) / TILE_ROWS, height = (rows + tiles - 1) / tiles;
  configure_tiles(height, 0, TILE_INNER);
  _Alignas(64) int32_t sums[TILE_ROWS * KERNEL_PANEL_COLUMNS];
  // Few rows take a block of the panel one after the other; the sums of many would not stay in the first cache.
  size_t group = rows <= FEW_TILE_ROWS ? rows : height;
  for (size_t first = 0; first < rows; first += group) {
    for (size_t b = 0; b < blocks; b++) {
      const char *block = (const char *)panel + b * KERNEL_INT8_BLOCK_BYTES;
      const char *weights = block + KERNEL_PANEL_COLUMNS * sizeof(float);
      for (size_t m = first; m < first + group && m < rows; m += height) {
        size_t start = m + height <= rows ? m : rows - height;
        const char *ahead = next && m == 0 ? (const char *)next + b * KERNEL_INT8_BLOCK_BYTES : NULL;
        multiply_int8_tiles(
            values + start * input_stride + b * KERNEL_INT8_BLOCK, input_stride, weights, sums, ahead);
        const int32_t *new_sums = sums + (m - start) * KERNEL_PANEL_COLUMNS;
        const char *of_rows = (const char *)(described + b) + m * input_stride;
        float *to = output + m * output_stride;
#define SCALE(COLUMNS, ACCUMULATE) \
  scale_int8_sums( \
      COLUMNS, ACCUMULATE, new_sums, of_rows, input_stride, start + height - m, (const float *)block, to, output_stride, \
      ahead)
        if (columns < KERNEL_PANEL_COLUMNS) {
          SCALE(columns, accumulate || b > 0);
        } else if (accumulate || b > 0) {
          SCALE(KERNEL_PANEL_COLUMNS, 1);
        } else {
          SCALE(KERNEL_PANEL_COLUMNS, 0);
        }
#undef SCALE
      }
    }
  }
  _tile_release();
}
