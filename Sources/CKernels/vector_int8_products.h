// Products of 8-bit weights on the vectors of vector.h. A file that includes both has defined INT8_PRODUCTS: 512 where
// there are AVX-512's products of bytes, 256 for those of 16 bits that AVX2 has.

// What a step of four elements multiplies the bytes of the weights by, and sums + their four products in each word.
#if INT8_PRODUCTS == 512
typedef uint32_t int8_step;

INLINE integers multiply_add_bytes(integers sums, words weights, int8_step step) {
  return (integers)_mm512_dpbusd_epi32((__m512i)sums, (__m512i)weights, (__m512i)(words)(step));
}
#else
// The first and third value in the lower half, the second and fourth in the upper, as pairs of 16 bits.
typedef uint64_t int8_step;

INLINE integers multiply_add_bytes(integers sums, words weights, int8_step step) {
  words even = weights & 0x00ff00ff;
  words odd = weights >> 8 & 0x00ff00ff;
  sums += (integers)_mm256_madd_epi16((__m256i)even, (__m256i)(words)((uint32_t)step));
  return sums + (integers)_mm256_madd_epi16((__m256i)odd, (__m256i)(words)((uint32_t)(step >> 32)));
}
#endif

enum { INT8_STEPS = KERNEL_INT8_BLOCK / 4 };

INLINE void prepare_int8_steps(const int8_t *values, int8_step *steps) {
  for (int k = 0; k < INT8_STEPS; k++) {
    const int8_t *four = values + 4 * k;
    if (sizeof(int8_step) == 4) {
      memcpy(steps + k, four, 4);
    } else {
      const uint16_t wide[4] = {(uint16_t)four[0], (uint16_t)four[2], (uint16_t)four[1], (uint16_t)four[3]};
      memcpy(steps + k, wide, sizeof(int8_step));
    }
  }
}

// One register tile over one block: output[m, n] (+)= scales · (offset + Σ bytes · values).
INLINE void multiply_int8_tile(
    const int rows, const int8_step steps[ROWS][INT8_STEPS], const kernel_int8_block *described, size_t input_stride,
    const void *block, size_t column, float *output, size_t output_stride, int accumulate, const char *next,
    const int lines) {
  const float *scales = (const float *)block + column;
  const uint32_t *weights = (const uint32_t *)block + KERNEL_PANEL_COLUMNS + column;
  integers sums[ROWS][TILE_VECTORS];
  float input_scales[ROWS];
  UNROLL for (int m = 0; m < rows; m++) {
    kernel_int8_block of_row;
    memcpy(&of_row, (const char *)described + m * input_stride, sizeof of_row);
    input_scales[m] = of_row.scale;
    UNROLL for (int n = 0; n < TILE_VECTORS; n++) sums[m][n] = (integers)(of_row.offset);
  }
  for (int k = 0; k < INT8_STEPS; k++) {
    words bytes[TILE_VECTORS];
    UNROLL for (int n = 0; n < TILE_VECTORS; n++) {
      bytes[n] = load_words(weights + k * KERNEL_PANEL_COLUMNS + n * WIDTH);
    }
    fetch(next, (size_t)k, lines);
    UNROLL for (int m = 0; m < rows; m++) {
      UNROLL for (int n = 0; n < TILE_VECTORS; n++) sums[m][n] = multiply_add_bytes(sums[m][n], bytes[n], steps[m][k]);
    }
  }
  UNROLL for (int n = 0; n < TILE_VECTORS; n++) {
    floats scale = load(scales + n * WIDTH);
    UNROLL for (int m = 0; m < rows; m++) {
      float *to = output + m * output_stride + n * WIDTH;
      floats product = __builtin_convertvector(sums[m][n], floats) * (scale * input_scales[m]);
      store(to, accumulate ? load(to) + product : product);
    }
  }
}

INLINE void multiply_int8_tile_of(
    size_t rows, const int8_step steps[ROWS][INT8_STEPS], const kernel_int8_block *described, size_t input_stride,
    const void *block, size_t column, float *output, size_t output_stride, int accumulate, const char *next,
    int lines) {
#define CASE(ROW_COUNT, LINES) \
  case ROW_COUNT + 8 * LINES: \
    multiply_int8_tile( \
        ROW_COUNT, steps, described, input_stride, block, column, output, output_stride, accumulate, next, LINES); \
    break;
  switch (rows + 8 * (size_t)lines) {
    FOR_ROWS(CASE, 0)
    FOR_ROWS(CASE, 1)
    FOR_ROWS(CASE, 2)
    FOR_ROWS(CASE, 4)
  }
#undef CASE
}

// All rows in blocks of ROWS or one fewer, each over all blocks; columns that are no whole panel go through memory of
// their own.
KERNEL void multiply_panel_int8_vector(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  size_t passes = (rows + ROWS - 1) / ROWS;
  int left = next ? 4 : 0;
  const char *fetched = next;
  for (size_t m = 0; passes > 0; passes--) {
    size_t count = (rows - m + passes - 1) / passes;
    float edge[ROWS * KERNEL_PANEL_COLUMNS];
    int is_whole = columns == KERNEL_PANEL_COLUMNS;
    float *to = is_whole ? output + m * output_stride : edge;
    size_t to_stride = is_whole ? output_stride : KERNEL_PANEL_COLUMNS;
    for (size_t i = 0; !is_whole && accumulate && i < count; i++) {
      memcpy(edge + i * to_stride, output + (m + i) * output_stride, columns * sizeof(float));
    }
    int lines = lines_to_fetch(left, passes);
    for (size_t b = 0; b < blocks; b++) {
      int8_step steps[ROWS][INT8_STEPS];
      for (size_t i = 0; i < count; i++) {
        prepare_int8_steps(values + (m + i) * input_stride + b * KERNEL_INT8_BLOCK, steps[i]);
      }
      // The lines of a step are fetched with the first columns' tile.
      for (size_t n = 0; n < KERNEL_PANEL_COLUMNS && n < columns; n += TILE_COLUMNS) {
        multiply_int8_tile_of(
            count, steps, (const kernel_int8_block *)((const char *)described + m * input_stride) + b, input_stride,
            (const char *)panel + b * KERNEL_INT8_BLOCK_BYTES, n, to + n, to_stride, accumulate || b > 0, fetched,
            n == 0 ? lines : 0);
      }
      fetched += (size_t)lines * 64 * INT8_STEPS;
    }
    left -= lines;
    for (size_t i = 0; !is_whole && i < count; i++) {
      memcpy(output + (m + i) * output_stride, edge + i * to_stride, columns * sizeof(float));
    }
    m += count;
  }
}
