// Products of BF16 pairs on tile registers, of any number of rows.

// All rows by `groups` groups of columns: squares of 32 rows, whose weights stay in the first cache from one to the next,
// then what is left. `inner` is a multiple of `step`, the elements of it that a tile holds.
INLINE void multiply_tiles(
    const int parts, tile_input input, size_t rows, const char *panel, size_t inner, size_t step, float *output,
    size_t output_stride, size_t groups, int accumulate, const char *next) {
  if (rows <= FEW_TILE_ROWS) {
    tile_weights all = {.panel = panel, .fetch = {next, 0, TILE_ROWS}};
    multiply_few_tiles(parts, input, rows, all, inner, step, output, output_stride, groups, accumulate);
    return;
  }
  size_t square = 2 * TILE_ROWS;
  size_t last = rows % square, whole = rows - last;
  if (last > TILE_ROWS && groups % 2 == 0) whole = rows;
  size_t shares = (rows + square - 1) / square;
  size_t paired = groups / 2 * 2;
  for (size_t n = 0; n < paired; n += 2) {
    for (size_t m = 0; m < whole; m += square) {
      size_t count = whole - m < square ? whole - m : square;
      if (m == 0 || count < square) configure_tiles(TILE_ROWS, count - TILE_ROWS, step);
      tile_weights weights = {.panel = panel, .fetch = share_of(next, m / square, shares)};
      multiply_square_tiles(
          parts, input_at(input, m, 0), weights_at(weights, n), inner, output + m * output_stride + n * 16,
          output_stride, accumulate);
    }
  }
  if (paired < groups && whole > 0) configure_short_tiles(TILE_ROWS, step);
  for (size_t m = 0; paired < groups && m < whole; m += TILE_ROWS) {
    tile_weights weights = {.panel = panel, .fetch = share_of(m % square ? NULL : next, m / square, shares)};
    multiply_short_tiles(
        parts, 1, input_at(input, m, 0), weights_at(weights, paired), inner, output + m * output_stride + paired * 16,
        output_stride, accumulate);
  }
  for (size_t m = whole; m < rows; m += TILE_ROWS) {
    configure_short_tiles(rows - m < TILE_ROWS ? rows - m : TILE_ROWS, step);
    tile_weights weights = {.panel = panel, .fetch = share_of(next, m / square, shares)};
    multiply_short_columns(
        parts, groups, input_at(input, m, 0), weights, inner, output + m * output_stride, output_stride, accumulate);
  }
}

// All of the inner dimension by whole groups of columns: whole tiles, then a last shorter step.
INLINE void multiply_groups(
    const int parts, tile_input input, size_t rows, const char *panel, size_t inner, float *output,
    size_t output_stride, size_t groups, int accumulate, const char *next) {
  size_t last = inner % TILE_INNER, whole = inner - last;
  if (whole) {
    multiply_tiles(
        parts, input, rows, panel, whole, TILE_INNER, output, output_stride, groups, accumulate, next);
  }
  if (last) {
    multiply_tiles(
        parts, input_at(input, 0, whole), rows, panel + whole / 2 * PANEL_ROW_BYTES, last, last, output, output_stride,
        groups, accumulate || whole, NULL);
  }
}

// All rows by all columns; columns that are no whole group go through memory of their own, as the panel has zeros beyond.
INLINE void multiply_all_tiles(
    const int parts, tile_input input, size_t rows, const char *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const char *next) {
  enum { EDGE_ROWS = 2 * TILE_ROWS };
  size_t groups = (columns + 15) / 16;
  if (columns % 16 == 0) {
    multiply_groups(parts, input, rows, panel, inner, output, output_stride, groups, accumulate, next);
  } else {
    _Alignas(64) float edge[EDGE_ROWS * KERNEL_PANEL_COLUMNS];
    for (size_t m = 0; m < rows; m += EDGE_ROWS) {
      size_t count = rows - m < EDGE_ROWS ? rows - m : EDGE_ROWS;
      float *to = output + m * output_stride;
      for (size_t i = 0; accumulate && i < count; i++) {
        memcpy(edge + i * KERNEL_PANEL_COLUMNS, to + i * output_stride, columns * sizeof(float));
      }
      multiply_groups(
          parts, input_at(input, m, 0), count, panel, inner, edge, KERNEL_PANEL_COLUMNS, groups, accumulate,
          m == 0 ? next : NULL);
      for (size_t i = 0; i < count; i++) {
        memcpy(to + i * output_stride, edge + i * KERNEL_PANEL_COLUMNS, columns * sizeof(float));
      }
    }
  }
  _tile_release();
}

#define MULTIPLY_ALL_TILES(PARTS) \
  OF_ITS_OWN multiply_all_tiles_##PARTS( \
      tile_input input, size_t rows, const char *panel, size_t inner, float *output, size_t output_stride, \
      size_t columns, int accumulate, const char *next) { \
    multiply_all_tiles(PARTS, input, rows, panel, inner, output, output_stride, columns, accumulate, next); \
  }
MULTIPLY_ALL_TILES(1)
MULTIPLY_ALL_TILES(2)
MULTIPLY_ALL_TILES(3)

KERNEL void multiply_panel_part_tiles(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *panel,
    size_t inner, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  tile_input split = {input, input_stride, part_stride};
  FOR_PART_COUNT(
      parts, multiply_all_tiles, split, rows, panel, inner, output, output_stride, columns, accumulate, next)
}

KERNEL void multiply_panel_tiles(
    const uint16_t *input, size_t input_stride, size_t rows, const void *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const void *next) {
  multiply_panel_part_tiles(
      input, 1, 0, input_stride, rows, panel, inner, output, output_stride, columns, accumulate, next);
}

// As multiply_registers of the table: sums of zeros on four tiles.
#define MULTIPLY_TILE_REGISTERS(MULTIPLY, INNER) \
  configure_tiles(TILE_ROWS, 0, TILE_INNER); \
  _tile_zero(4); \
  _tile_zero(6); \
  for (size_t round = 0; round < rounds; round++) { \
    MULTIPLY(0, 4, 6); \
    MULTIPLY(1, 4, 6); \
    MULTIPLY(2, 4, 6); \
    MULTIPLY(3, 4, 6); \
  } \
  _tile_release(); \
  return 4.0 * 2 * TILE_ROWS * 16 * INNER * (double)rounds;

INLINE double multiply_tile_registers(size_t rounds) { MULTIPLY_TILE_REGISTERS(_tile_dpbf16ps, TILE_INNER) }
INLINE double multiply_int8_tile_registers(size_t rounds) { MULTIPLY_TILE_REGISTERS(_tile_dpbsud, 2 * TILE_INNER) }
