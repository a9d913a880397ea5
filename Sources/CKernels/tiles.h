// Products of BF16 pairs on tile registers (AMX), of 16 rows of 64 bytes each. A panel of pairs lies in memory as the
// instructions read their second operand: 16 rows of it are the tile of 32 elements of the inner dimension by 16 columns.

enum { TILE_ROWS = 16, TILE_INNER = 32 };
// The most rows whose sums by half a panel's columns stay in tiles, so that they take all of its inner dimension at once.
enum { FEW_TILE_ROWS = 3 * TILE_ROWS };
// Bytes from row to row of a panel of pairs.
#define PANEL_ROW_BYTES (KERNEL_PANEL_COLUMNS * 4)

// What the eight tiles hold, as the instruction that configures them reads it.
typedef struct {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_configuration;

// Tiles 0 to 3 are sums of `rows` rows, or 0 and 1 of these and 2 and 3 of `more_rows`; 4 and 5 are rows of the input, 6
// and 7 weights, of `inner` ≤ TILE_INNER elements of the inner dimension.
INLINE void configure_tiles(size_t rows, size_t more_rows, size_t inner) {
  tile_configuration tiles = {.palette = 1};
  size_t later_rows = more_rows ? more_rows : rows;
  for (int i = 0; i < 8; i++) {
    tiles.row_bytes[i] = 64;
    tiles.rows[i] = (uint8_t)(i == 2 || i == 3 || i == 5 ? later_rows : rows);
  }
  tiles.row_bytes[4] = tiles.row_bytes[5] = (uint16_t)(inner * 2);
  tiles.rows[6] = tiles.rows[7] = (uint8_t)(inner / 2);
  _tile_loadconfig(&tiles);
}

// For multiply_tall_tiles: tiles 0 to 5 are sums, 6 rows of the input, 7 weights.
INLINE void configure_tall_tiles(size_t rows, size_t inner) {
  tile_configuration tiles = {.palette = 1};
  for (int i = 0; i < 8; i++) {
    tiles.row_bytes[i] = 64;
    tiles.rows[i] = (uint8_t)rows;
  }
  tiles.row_bytes[6] = (uint16_t)(inner * 2);
  tiles.rows[7] = (uint8_t)(inner / 2);
  _tile_loadconfig(&tiles);
}

// What is to be fetched into the second cache meanwhile, so that the first one stays free for what is multiplied: so many
// rows of each tile of weights that lies as far ahead as `ahead` is of the panel; of none where that is NULL.
typedef struct {
  const char *ahead;
  int first, end;
} tile_fetch;

INLINE tile_fetch fetch_from(tile_fetch fetch, size_t offset) {
  if (fetch.ahead) fetch.ahead += offset;
  return fetch;
}

// What one of so many squares of rows fetches.
INLINE tile_fetch share_of(const char *ahead, size_t index, size_t shares) {
  return (tile_fetch){ahead, (int)(index * TILE_ROWS / shares), (int)((index + 1) * TILE_ROWS / shares)};
}

// Fetches a quarter of that, or several, for the tile at `offset` of the panel. A few rows are fetched between any two
// other instructions: a burst of fetching keeps those behind it from being begun.
INLINE void fetch_quarters(tile_fetch fetch, size_t offset, int first, int end) {
  if (!fetch.ahead) return;
  int rows = fetch.end - fetch.first;
  for (int i = fetch.first + rows * first / 4; i < fetch.first + rows * end / 4; i++) {
    __builtin_prefetch(fetch.ahead + offset + i * PANEL_ROW_BYTES, 0, 2);
  }
}

// What the first operand is: one part, or as many as a number is split into, each so far behind the one before.
typedef struct {
  const uint16_t *start;
  size_t stride, part_stride;
} tile_input;

INLINE tile_input input_at(tile_input input, size_t row, size_t column) {
  input.start += row * input.stride + column;
  return input;
}

// Up to 16 rows by `groups` ≤ 4 groups of 16 columns, all of the inner dimension in steps.
INLINE void multiply_short_tiles(
    const int parts, const int groups, tile_input input, const char *panel, size_t inner, float *output,
    size_t output_stride, int accumulate, tile_fetch fetch) {
  size_t input_bytes = input.stride * 2, output_bytes = output_stride * 4;
#define FOR_GROUPS(STATEMENT) \
  { enum { N = 0 }; STATEMENT } \
  if (groups > 1) { enum { N = 1 }; STATEMENT } \
  if (groups > 2) { enum { N = 2 }; STATEMENT } \
  if (groups > 3) { enum { N = 3 }; STATEMENT }
  if (accumulate) {
    FOR_GROUPS(_tile_loadd(N, output + N * 16, output_bytes);)
  } else {
    FOR_GROUPS(_tile_zero(N);)
  }
  for (size_t k = 0; k < inner; k += TILE_INNER) {
    size_t offset = k / 2 * PANEL_ROW_BYTES;
    UNROLL for (int part = parts - 1; part >= 0; part--) {
      _tile_loadd(4, input.start + (size_t)part * input.part_stride + k, input_bytes);
      FOR_GROUPS(_tile_loadd(6 + N % 2, panel + offset + N * 64, PANEL_ROW_BYTES);
                 if (part == 0) fetch_quarters(fetch, offset + N * 64, 0, 4);
                 _tile_dpbf16ps(N, 4, 6 + N % 2);)
    }
  }
  FOR_GROUPS(_tile_stored(N, output + N * 16, output_bytes);)
#undef FOR_GROUPS
}

// 17 to 32 rows by two groups of columns.
INLINE void multiply_square_tiles(
    const int parts, tile_input input, const char *panel, size_t inner, float *output, size_t output_stride,
    int accumulate, tile_fetch fetch) {
  size_t input_bytes = input.stride * 2, output_bytes = output_stride * 4;
  float *later_output = output + TILE_ROWS * output_stride;
  if (accumulate) {
    _tile_loadd(0, output, output_bytes);
    _tile_loadd(1, output + 16, output_bytes);
    _tile_loadd(2, later_output, output_bytes);
    _tile_loadd(3, later_output + 16, output_bytes);
  } else {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  }
  for (size_t k = 0; k < inner; k += TILE_INNER) {
    size_t offset = k / 2 * PANEL_ROW_BYTES;
    _tile_loadd(6, panel + offset, PANEL_ROW_BYTES);
    fetch_quarters(fetch, offset, 0, 2);
    _tile_loadd(7, panel + offset + 64, PANEL_ROW_BYTES);
    fetch_quarters(fetch, offset, 2, 4);
    UNROLL for (int part = parts - 1; part >= 0; part--) {
      const uint16_t *rows = input.start + (size_t)part * input.part_stride + k;
      _tile_loadd(4, rows, input_bytes);
      _tile_dpbf16ps(0, 4, 6);
      if (part == 0) fetch_quarters(fetch, offset + 64, 0, 2);
      _tile_loadd(5, rows + TILE_ROWS * input.stride, input_bytes);
      _tile_dpbf16ps(2, 5, 6);
      if (part == 0) fetch_quarters(fetch, offset + 64, 2, 4);
      _tile_dpbf16ps(1, 4, 7);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_stored(0, output, output_bytes);
  _tile_stored(1, output + 16, output_bytes);
  _tile_stored(2, later_output, output_bytes);
  _tile_stored(3, later_output + 16, output_bytes);
}

// 33 to 48 rows by two groups of columns, in three tiles of as many rows each; the second and the third have rows
// in common where that number is no third.
INLINE void multiply_tall_tiles(
    const int parts, tile_input input, size_t rows, const char *panel, size_t inner, float *output,
    size_t output_stride, int accumulate, tile_fetch fetch) {
  size_t input_bytes = input.stride * 2, output_bytes = output_stride * 4;
  size_t tall = (rows + 2) / 3, last = rows - tall;
#define FOR_TILES(STATEMENT) \
  { enum { M = 0 }; size_t row = 0; STATEMENT } \
  { enum { M = 1 }; size_t row = tall; STATEMENT } \
  { enum { M = 2 }; size_t row = last; STATEMENT }
#define FOR_GROUPS(STATEMENT) \
  { enum { N = 0 }; STATEMENT } \
  { enum { N = 1 }; STATEMENT }
  if (accumulate) {
    FOR_GROUPS(FOR_TILES(_tile_loadd(2 * M + N, output + row * output_stride + N * 16, output_bytes);))
  } else {
    FOR_GROUPS(FOR_TILES((void)row; _tile_zero(2 * M + N);))
  }
  for (size_t k = 0; k < inner; k += TILE_INNER) {
    FOR_GROUPS(
      size_t offset = k / 2 * PANEL_ROW_BYTES + N * 64;
      _tile_loadd(7, panel + offset, PANEL_ROW_BYTES);
      fetch_quarters(fetch, offset, 0, 1);
      UNROLL for (int part = parts - 1; part >= 0; part--) {
        const uint16_t *start = input.start + (size_t)part * input.part_stride + k;
        FOR_TILES(
          _tile_loadd(6, start + row * input.stride, input_bytes);
          if (part == 0) fetch_quarters(fetch, offset, M + 1, M + 2);
          _tile_dpbf16ps(2 * M + N, 6, 7);)
      })
  }
  FOR_GROUPS(FOR_TILES(_tile_stored(2 * M + N, output + row * output_stride + N * 16, output_bytes);))
#undef FOR_GROUPS
#undef FOR_TILES
}

// As multiply_short_tiles, for any number of groups.
INLINE void multiply_short_columns(
    const int parts, size_t groups, tile_input input, const char *panel, size_t inner, float *output,
    size_t output_stride, int accumulate, tile_fetch fetch) {
#define CASE(GROUPS) \
  case GROUPS: \
    multiply_short_tiles(parts, GROUPS, input, panel, inner, output, output_stride, accumulate, fetch); \
    break;
  switch (groups) { CASE(1) CASE(2) CASE(3) CASE(4) }
#undef CASE
}

// Up to FEW_TILE_ROWS rows by `groups` groups of columns: all of the panel by half its columns, then by the others.
INLINE void multiply_few_tiles(
    const int parts, tile_input input, size_t rows, const char *panel, size_t inner, size_t step, float *output,
    size_t output_stride, size_t groups, int accumulate, tile_fetch fetch) {
  size_t paired = rows <= TILE_ROWS ? 0 : groups / 2 * 2;
  if (paired && rows <= 2 * TILE_ROWS) {
    configure_tiles(TILE_ROWS, rows - TILE_ROWS, step);
  } else if (paired) {
    configure_tall_tiles((rows + 2) / 3, step);
  }
  for (size_t n = 0; n < paired; n += 2) {
    const char *weights = panel + n * 64;
    float *to = output + n * 16;
    if (rows <= 2 * TILE_ROWS) {
      multiply_square_tiles(
          parts, input, weights, inner, to, output_stride, accumulate, fetch_from(fetch, n * 64));
    } else {
      multiply_tall_tiles(
          parts, input, rows, weights, inner, to, output_stride, accumulate, fetch_from(fetch, n * 64));
    }
  }
  if (paired == groups) return;
  fetch = fetch_from(fetch, paired * 64);
  for (size_t m = 0; m < rows; m += TILE_ROWS) {
    configure_tiles(rows - m < TILE_ROWS ? rows - m : TILE_ROWS, 0, step);
    multiply_short_columns(
        parts, groups - paired, input_at(input, m, 0), panel + paired * 64, inner,
        output + m * output_stride + paired * 16, output_stride, accumulate, fetch);
    fetch.ahead = NULL;
  }
}

// All rows by `groups` groups of columns: squares of 32 rows, whose weights stay in the first cache from one to the next,
// then what is left. `inner` is a multiple of `step`, the elements of it that a tile holds.
INLINE void multiply_tiles(
    const int parts, tile_input input, size_t rows, const char *panel, size_t inner, size_t step, float *output,
    size_t output_stride, size_t groups, int accumulate, const char *next) {
  if (rows <= FEW_TILE_ROWS) {
    tile_fetch all = {next, 0, TILE_ROWS};
    multiply_few_tiles(parts, input, rows, panel, inner, step, output, output_stride, groups, accumulate, all);
    return;
  }
  size_t square = 2 * TILE_ROWS;
  size_t last = rows % square, whole = rows - last;
  if (last > TILE_ROWS && groups % 2 == 0) whole = rows;
  size_t shares = (rows + square - 1) / square;
  for (size_t n = 0; n < groups && whole > 0; n += 2) {
    for (size_t m = 0; m < whole; m += square) {
      size_t count = whole - m < square ? whole - m : square;
      if (m == 0 || count < square) configure_tiles(TILE_ROWS, count - TILE_ROWS, step);
      tile_input from = input_at(input, m, 0);
      float *to = output + m * output_stride + n * 16;
      const char *weights = panel + n * 64;
      tile_fetch share = share_of(next, m / square, shares);
      if (n + 1 < groups) {
        multiply_square_tiles(parts, from, weights, inner, to, output_stride, accumulate, fetch_from(share, n * 64));
      } else {
        multiply_short_tiles(parts, 1, from, weights, inner, to, output_stride, accumulate, fetch_from(share, n * 64));
        multiply_short_tiles(
            parts, 1, input_at(from, TILE_ROWS, 0), weights, inner, to + TILE_ROWS * output_stride, output_stride,
            accumulate, (tile_fetch){NULL, 0, 0});
      }
    }
  }
  for (size_t m = whole; m < rows; m += TILE_ROWS) {
    configure_tiles(rows - m < TILE_ROWS ? rows - m : TILE_ROWS, 0, step);
    multiply_short_columns(
        parts, groups, input_at(input, m, 0), panel, inner, output + m * output_stride, output_stride, accumulate,
        share_of(next, m / square, shares));
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

KERNEL void multiply_panel_tiles(
    const uint16_t *input, size_t input_stride, size_t rows, const void *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const void *next) {
  // Few rows wait for memory either way.
  if (rows <= ROWS) {
    multiply_panel_pairs(input, input_stride, rows, panel, inner, output, output_stride, columns, accumulate, next);
    return;
  }
  tile_input whole = {input, input_stride, 0};
  multiply_all_tiles(1, whole, rows, panel, inner, output, output_stride, columns, accumulate, next);
}

KERNEL void multiply_panel_part_tiles(
    const uint16_t *parts, size_t part_stride, size_t input_stride, size_t rows, const void *panel, size_t inner,
    float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  tile_input split = {parts, input_stride, part_stride};
  multiply_all_tiles(KERNEL_PARTS, split, rows, panel, inner, output, output_stride, columns, accumulate, next);
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
