// Products of 8-bit weights on tile registers: the sums of a block are made there, and scaled and added in vectors.

enum { INT8_TILE_INNER = 64 };

// Up to 16 rows over one block; tiles are configured for these rows and 64 bytes.
INLINE void multiply_int8_tiles(const int8_t *values, size_t input_stride, const char *weights, int32_t *sums) {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (size_t k = 0; k < KERNEL_INT8_BLOCK; k += INT8_TILE_INNER) {
    const char *step = weights + k / 4 * PANEL_ROW_BYTES;
    _tile_loadd(4, values + k, input_stride);
    _tile_loadd(6, step, PANEL_ROW_BYTES);
    _tile_dpbsud(0, 4, 6);
    _tile_loadd(7, step + 64, PANEL_ROW_BYTES);
    _tile_dpbsud(1, 4, 7);
    _tile_loadd(6, step + 128, PANEL_ROW_BYTES);
    _tile_dpbsud(2, 4, 6);
    _tile_loadd(7, step + 192, PANEL_ROW_BYTES);
    _tile_dpbsud(3, 4, 7);
  }
  _tile_stored(0, sums, PANEL_ROW_BYTES);
  _tile_stored(1, sums + 16, PANEL_ROW_BYTES);
  _tile_stored(2, sums + 32, PANEL_ROW_BYTES);
  _tile_stored(3, sums + 48, PANEL_ROW_BYTES);
}

KERNEL void multiply_panel_int8_tiles(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  if (rows <= ROWS || columns % 16 != 0) {
    multiply_panel_int8_vector(
        values, described, input_stride, rows, panel, blocks, output, output_stride, columns, accumulate, next);
    return;
  }
  _Alignas(64) int32_t sums[TILE_ROWS * KERNEL_PANEL_COLUMNS];
  for (size_t m = 0; m < rows; m += TILE_ROWS) {
    size_t count = rows - m < TILE_ROWS ? rows - m : TILE_ROWS;
    if (m == 0 || count < TILE_ROWS) configure_tiles(count, 0, TILE_INNER);
    for (size_t b = 0; b < blocks; b++) {
      const char *block = (const char *)panel + b * KERNEL_INT8_BLOCK_BYTES;
      multiply_int8_tiles(
          values + m * input_stride + b * KERNEL_INT8_BLOCK, input_stride,
          block + KERNEL_PANEL_COLUMNS * sizeof(float), sums);
      // As many lines as the block has, once for all rows.
      for (size_t i = 0; next && m == 0 && i < KERNEL_INT8_BLOCK_BYTES; i += 64) {
        __builtin_prefetch((const char *)next + b * KERNEL_INT8_BLOCK_BYTES + i);
      }
      for (size_t i = 0; i < count; i++) {
        kernel_int8_block of_row;
        memcpy(&of_row, (const char *)(described + b) + (m + i) * input_stride, sizeof of_row);
        float *to = output + (m + i) * output_stride;
        for (size_t n = 0; n < columns; n += WIDTH) {
          integers sum = (integers)load_words(sums + i * KERNEL_PANEL_COLUMNS + n) + of_row.offset;
          floats product =
              __builtin_convertvector(sum, floats) * (load((const float *)block + n) * of_row.scale);
          store(to + n, accumulate || b > 0 ? load(to + n) + product : product);
        }
      }
    }
  }
  _tile_release();
}
