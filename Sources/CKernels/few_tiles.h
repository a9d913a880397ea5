// Products of few rows of BF16 pairs on tile registers (AMX), of 16 rows of 64 bytes each, and what those of many are made of.
// A panel of pairs lies in memory as the instructions read their second operand: 16 rows of it are the tile of 32 elements
// of the inner dimension by 16 columns.

enum { TILE_ROWS = KERNEL_TILE_ROWS, TILE_INNER = 32 };
// The most rows whose sums by half a panel's columns stay in tiles, so that they take all of its inner dimension at once.
enum { FEW_TILE_ROWS = 3 * TILE_ROWS };

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

// For multiply_short_tiles: tiles 0 to 3 are sums, 4 to 6 rows of the input's parts, 7 weights.
INLINE void configure_short_tiles(size_t rows, size_t inner) {
  tile_configuration tiles = {.palette = 1};
  for (int i = 0; i < 8; i++) {
    tiles.row_bytes[i] = i >= 4 && i < 7 ? (uint16_t)(inner * 2) : 64;
    tiles.rows[i] = (uint8_t)(i < 7 ? rows : inner / 2);
  }
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

// What the second operand is: a panel, at its first group of columns, and what is to be fetched meanwhile; or a compact
// panel, or the half of it to the right, of which a tile's rows are expanded while those before are multiplied, into one of
// two places in turns.
typedef struct {
  const char *panel;
  tile_fetch fetch;
  compact_reader *compact;
  int is_right;
} tile_weights;

enum { STEP_BYTES = TILE_ROWS * KERNEL_PANEL_COLUMNS * 4 };

INLINE tile_weights weights_at(tile_weights weights, size_t group) {
  weights.panel += group * 64;
  weights.fetch = fetch_from(weights.fetch, group * 64);
  weights.is_right = group > 0;
  return weights;
}

// Where the tiles of the step from element `k` on begin.
INLINE const char *step_of(tile_weights weights, size_t k) {
  return weights.panel + (weights.compact ? k / TILE_INNER % 2 * STEP_BYTES : k / 2 * PANEL_ROW_BYTES);
}

// Expands `count` rows of a step of two groups of columns, or of all four.
INLINE void expand_rows(tile_weights weights, const int groups, size_t step, size_t first, const size_t count) {
  char *to = (char *)weights.panel + step % 2 * STEP_BYTES + first * PANEL_ROW_BYTES;
  size_t pair = step * TILE_ROWS + first;
#define EXPAND(FIRST_HALF, END_HALF) \
  fetch_pairs(weights.compact, FIRST_HALF, END_HALF, pair, count); \
  expand_pairs(weights.compact, FIRST_HALF, END_HALF, pair, count, to - FIRST_HALF * COLUMN_HALF_BYTES);
  if (groups == 4) {
    EXPAND(0, 2)
  } else if (weights.is_right) {
    EXPAND(1, 2)
  } else {
    EXPAND(0, 1)
  }
#undef EXPAND
}

INLINE void begin_steps(tile_weights weights, const int groups) {
  if (weights.compact) expand_rows(weights, groups, 0, 0, TILE_ROWS);
}

// What is done between two instructions for a tile of so many groups', quarter by quarter: fetching, or expanding the
// step after that from `k` on.
INLINE void meanwhile(
    tile_weights weights, const int groups, size_t k, const int group, const int first, const int end) {
  if (!weights.compact) {
    fetch_quarters(weights.fetch, k / 2 * PANEL_ROW_BYTES + group * 64, first, end);
    return;
  }
  size_t step = k / TILE_INNER + 1;
  if (step * TILE_ROWS >= weights.compact->count) return;
  const int unit = 4 / groups;
  expand_rows(weights, groups, step, (size_t)(group * 4 + first) * unit, (size_t)(end - first) * unit);
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

// Up to 16 rows by `groups` ≤ 4 groups of 16 columns, all of the inner dimension in steps. The rows of all parts are
// loaded once a step, and so is each tile of weights.
INLINE void multiply_short_tiles(
    const int parts, const int groups, tile_input input, tile_weights weights, size_t inner, float *output,
    size_t output_stride, int accumulate) {
  size_t input_bytes = input.stride * 2, output_bytes = output_stride * 4;
#define FOR_GROUPS(STATEMENT) \
  { enum { N = 0 }; STATEMENT } \
  if (groups > 1) { enum { N = 1 }; STATEMENT } \
  if (groups > 2) { enum { N = 2 }; STATEMENT } \
  if (groups > 3) { enum { N = 3 }; STATEMENT }
// Quarters of what is done meanwhile before the product of a part: all before the last.
#define PART_END(PART) (PART >= parts ? 0 : PART == 0 ? 4 : parts == 2 ? 2 : PART == 2 ? 1 : 3)
// The smallest part first.
#define FOR_PARTS(STATEMENT) \
  if (parts > 2) { enum { PART = 2 }; STATEMENT } \
  if (parts > 1) { enum { PART = 1 }; STATEMENT } \
  { enum { PART = 0 }; STATEMENT }
  if (accumulate) {
    FOR_GROUPS(_tile_loadd(N, output + N * 16, output_bytes);)
  } else {
    FOR_GROUPS(_tile_zero(N);)
  }
  begin_steps(weights, groups);
  for (size_t k = 0; k < inner; k += TILE_INNER) {
    const char *step = step_of(weights, k);
    FOR_PARTS(_tile_loadd(4 + PART, input.start + PART * input.part_stride + k, input_bytes);)
    FOR_GROUPS(
      _tile_loadd(7, step + N * 64, PANEL_ROW_BYTES);
      FOR_PARTS(
        meanwhile(weights, groups, k, N, PART_END(PART + 1), PART_END(PART));
        _tile_dpbf16ps(N, 4 + PART, 7);))
  }
  FOR_GROUPS(_tile_stored(N, output + N * 16, output_bytes);)
#undef PART_END
#undef FOR_PARTS
#undef FOR_GROUPS
}

// 17 to 32 rows by two groups of columns.
INLINE void multiply_square_tiles(
    const int parts, tile_input input, tile_weights weights, size_t inner, float *output, size_t output_stride,
    int accumulate) {
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
  begin_steps(weights, 2);
  for (size_t k = 0; k < inner; k += TILE_INNER) {
    const char *step = step_of(weights, k);
    _tile_loadd(6, step, PANEL_ROW_BYTES);
    meanwhile(weights, 2, k, 0, 0, 2);
    _tile_loadd(7, step + 64, PANEL_ROW_BYTES);
    meanwhile(weights, 2, k, 0, 2, 4);
    UNROLL for (int part = parts - 1; part >= 0; part--) {
      const uint16_t *rows = input.start + (size_t)part * input.part_stride + k;
      _tile_loadd(4, rows, input_bytes);
      _tile_dpbf16ps(0, 4, 6);
      if (part == 0) meanwhile(weights, 2, k, 1, 0, 2);
      _tile_loadd(5, rows + TILE_ROWS * input.stride, input_bytes);
      _tile_dpbf16ps(2, 5, 6);
      if (part == 0) meanwhile(weights, 2, k, 1, 2, 4);
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
    const int parts, tile_input input, size_t rows, tile_weights weights, size_t inner, float *output,
    size_t output_stride, int accumulate) {
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
  begin_steps(weights, 2);
  for (size_t k = 0; k < inner; k += TILE_INNER) {
    const char *step = step_of(weights, k);
    FOR_GROUPS(
      _tile_loadd(7, step + N * 64, PANEL_ROW_BYTES);
      meanwhile(weights, 2, k, N, 0, 1);
      UNROLL for (int part = parts - 1; part >= 0; part--) {
        const uint16_t *start = input.start + (size_t)part * input.part_stride + k;
        FOR_TILES(
          _tile_loadd(6, start + row * input.stride, input_bytes);
          if (part == 0) meanwhile(weights, 2, k, N, M + 1, M + 2);
          _tile_dpbf16ps(2 * M + N, 6, 7);)
      })
  }
  FOR_GROUPS(FOR_TILES(_tile_stored(2 * M + N, output + row * output_stride + N * 16, output_bytes);))
#undef FOR_GROUPS
#undef FOR_TILES
}

// As multiply_short_tiles, for any number of groups.
INLINE void multiply_short_columns(
    const int parts, size_t groups, tile_input input, tile_weights weights, size_t inner, float *output,
    size_t output_stride, int accumulate) {
#define CASE(GROUPS) \
  case GROUPS: \
    multiply_short_tiles(parts, GROUPS, input, weights, inner, output, output_stride, accumulate); \
    break;
  switch (groups) { CASE(1) CASE(2) CASE(3) CASE(4) }
#undef CASE
}

// Up to FEW_TILE_ROWS rows by `groups` groups of columns: all of the panel by half its columns, then by the others.
INLINE void multiply_few_tiles(
    const int parts, tile_input input, size_t rows, tile_weights weights, size_t inner, size_t step, float *output,
    size_t output_stride, size_t groups, int accumulate) {
  size_t paired = rows <= TILE_ROWS ? 0 : groups / 2 * 2;
  if (paired && rows <= 2 * TILE_ROWS) {
    configure_tiles(TILE_ROWS, rows - TILE_ROWS, step);
  } else if (paired) {
    configure_tall_tiles((rows + 2) / 3, step);
  }
  for (size_t n = 0; n < paired; n += 2) {
    float *to = output + n * 16;
    if (rows <= 2 * TILE_ROWS) {
      multiply_square_tiles(parts, input, weights_at(weights, n), inner, to, output_stride, accumulate);
    } else {
      multiply_tall_tiles(parts, input, rows, weights_at(weights, n), inner, to, output_stride, accumulate);
    }
  }
  if (paired == groups) return;
  if (paired) weights = weights_at(weights, paired);
  for (size_t m = 0; m < rows; m += TILE_ROWS) {
    configure_short_tiles(rows - m < TILE_ROWS ? rows - m : TILE_ROWS, step);
    multiply_short_columns(
        parts, groups - paired, input_at(input, m, 0), weights, inner, output + m * output_stride + paired * 16,
        output_stride, accumulate);
    weights.fetch.ahead = NULL;
  }
}

// Calls NAME_1, NAME_2 or NAME_3, of so many parts: one function with all of their code would have a stack of a megabyte
// where nothing is optimized.
#define FOR_PART_COUNT(PARTS, NAME, ...) \
  switch (PARTS) { \
    case 1: NAME##_1(__VA_ARGS__); break; \
    case 2: NAME##_2(__VA_ARGS__); break; \
    default: NAME##_3(__VA_ARGS__); \
  }
#define OF_ITS_OWN static __attribute__((noinline)) void
