// Products of 8-bit weights on tile registers: the sums of a block are made there, and scaled and added in vectors
// while those of the next are made.

enum { INT8_TILE_INNER = 64, INT8_BLOCK_LINES = KERNEL_INT8_BLOCK_BYTES / 64 };
// What is done between the instructions for one of a block's eight tiles: so many rows are scaled, and lines fetched for
// each.
enum { INT8_STEP_ROWS = 2, INT8_ROW_LINES = (INT8_BLOCK_LINES + TILE_ROWS - 1) / TILE_ROWS };

// Sums of one block of up to 16 rows that are to be scaled, and added to the output or set; `of_rows` is what belongs to
// the block of the first row.
typedef struct {
  const int32_t *sums;
  size_t rows;
  const char *of_rows;
  size_t input_stride;
  const float *scales;
  float *output;
  size_t output_stride;
  int accumulate;
} int8_sums;

INLINE void scale_int8_row(const int8_sums *of, const size_t columns, size_t row) {
  kernel_int8_block of_row;
  memcpy(&of_row, of->of_rows + row * of->input_stride, sizeof of_row);
  const int32_t *sums = of->sums + row * KERNEL_PANEL_COLUMNS;
  float *to = of->output + row * of->output_stride;
  UNROLL for (size_t n = 0; n < columns; n += WIDTH) {
    floats sum = __builtin_convertvector((integers)load_words(sums + n) + of_row.offset, floats);
    floats product = sum * (load(of->scales + n) * of_row.scale);
    store(to + n, of->accumulate ? load(to + n) + product : product);
  }
}

// Scales some of the sums, and fetches some lines of the block `ahead`, into the second cache.
INLINE void scale_int8_sums(
    const int8_sums *of, const size_t columns, size_t first, const size_t count, const char *ahead) {
  UNROLL for (size_t i = first; i < first + count; i++) {
    if (i < of->rows) scale_int8_row(of, columns, i);
    if (!ahead) continue;
    UNROLL for (size_t line = i * INT8_ROW_LINES; line < (i + 1) * INT8_ROW_LINES && line < INT8_BLOCK_LINES; line++) {
      __builtin_prefetch(ahead + line * 64, 0, 2);
    }
  }
}

// The sums of up to 16 rows over one block; tiles are configured for these rows and 64 bytes. Those `before` are scaled
// and the block `ahead` is fetched meanwhile, a few rows and lines at a time, so that no instruction waits long.
INLINE void multiply_int8_tiles(
    const int8_t *values, size_t input_stride, const char *weights, int32_t *sums, const int8_sums *before,
    const size_t columns, const char *ahead) {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
#define MULTIPLY_GROUP(N, WEIGHTS) \
  _tile_loadd(WEIGHTS, step + N * 64, PANEL_ROW_BYTES); \
  scale_int8_sums(before, columns, (k / INT8_TILE_INNER * 4 + N) * INT8_STEP_ROWS, INT8_STEP_ROWS, ahead); \
  _tile_dpbsud(N, 4, WEIGHTS);
  UNROLL for (size_t k = 0; k < KERNEL_INT8_BLOCK; k += INT8_TILE_INNER) {
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

// All rows by so many columns, a multiple of 16.
INLINE void multiply_int8_columns(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, const size_t columns, int accumulate, const void *next) {
  // Tiles of as many rows each, so that they are configured once; the last one may begin within the one before, whose
  // rows are then left out.
  size_t tiles = (rows + TILE_ROWS - 1) / TILE_ROWS, height = (rows + tiles - 1) / tiles;
  configure_tiles(height, 0, TILE_INNER);
  _Alignas(64) int32_t sums[2][TILE_ROWS * KERNEL_PANEL_COLUMNS];
  int8_sums before = {.rows = 0};
  int turn = 0;
  // Few rows take a block of the panel one after the other; the sums of many would not stay in the first cache.
  size_t group = rows <= FEW_TILE_ROWS ? rows : height;
  for (size_t first = 0; first < rows; first += group) {
    for (size_t b = 0; b < blocks; b++) {
      const char *block = (const char *)panel + b * KERNEL_INT8_BLOCK_BYTES;
      for (size_t m = first; m < first + group && m < rows; m += height) {
        size_t start = m + height <= rows ? m : rows - height;
        const int8_t *from = values + start * input_stride + b * KERNEL_INT8_BLOCK;
        const char *weights = block + KERNEL_PANEL_COLUMNS * sizeof(float);
        if (next && m == 0) {
          const char *ahead = (const char *)next + b * KERNEL_INT8_BLOCK_BYTES;
          multiply_int8_tiles(from, input_stride, weights, sums[turn], &before, columns, ahead);
        } else {
          multiply_int8_tiles(from, input_stride, weights, sums[turn], &before, columns, NULL);
        }
        before = (int8_sums){
            .sums = sums[turn] + (m - start) * KERNEL_PANEL_COLUMNS,
            .rows = start + height - m,
            .of_rows = (const char *)(described + b) + m * input_stride,
            .input_stride = input_stride,
            .scales = (const float *)block,
            .output = output + m * output_stride,
            .output_stride = output_stride,
            .accumulate = accumulate || b > 0,
        };
        turn = !turn;
      }
    }
  }
  scale_int8_sums(&before, columns, 0, TILE_ROWS, NULL);
  _tile_release();
}

KERNEL void multiply_panel_int8_tiles(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  if (rows <= ROWS || columns % 16 != 0) {
    multiply_panel_int8_vector(
        values, described, input_stride, rows, panel, blocks, output, output_stride, columns, accumulate, next);
    return;
  }
  if (columns == KERNEL_PANEL_COLUMNS) {
    multiply_int8_columns(
        values, described, input_stride, rows, panel, blocks, output, output_stride, KERNEL_PANEL_COLUMNS, accumulate,
        next);
  } else {
    multiply_int8_columns(
        values, described, input_stride, rows, panel, blocks, output, output_stride, columns, accumulate, next);
  }
}
