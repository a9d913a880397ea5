// The kernels with explicit vectors, for any width. A file that includes this one has defined
//   WIDTH                  floats of a vector: 4, 8 or 16,
//   TILE_VECTORS           vectors of a row of the products' register tile, of ROWS rows,
//   HAS_BFLOAT16_PRODUCTS  whether there is an instruction that multiplies pairs of BF16,
//   HAS_TILES              where there is one on tile registers,
// and, where needed, a target attribute for all that follows.

#include "plain.h"

#pragma clang fp contract(fast)

#define ROWS 6
#define TILE_COLUMNS (TILE_VECTORS * WIDTH)
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float floats __attribute__((ext_vector_type(WIDTH)));
typedef uint32_t words __attribute__((ext_vector_type(WIDTH)));
typedef int32_t integers __attribute__((ext_vector_type(WIDTH)));
typedef _Float16 halves __attribute__((ext_vector_type(WIDTH)));

INLINE floats load(const float *from) {
  floats value;
  memcpy(&value, from, sizeof value);
  return value;
}

INLINE void store(float *to, floats value) { memcpy(to, &value, sizeof value); }

// What a product multiplies: float input by a panel of one of the three elements, or BF16 input by a panel of BF16.
typedef enum {
  BY_FLOAT32 = KERNEL_FLOAT32,
  BY_BFLOAT16 = KERNEL_BFLOAT16,
  BY_FLOAT16 = KERNEL_FLOAT16,
  PAIRS_BY_BFLOAT16,
} product;

INLINE words load_words(const void *from) {
  words value;
  memcpy(&value, from, sizeof value);
  return value;
}

#if HAS_BFLOAT16_PRODUCTS
// sums[i] + Σ of the products of the two BF16 in each word.
INLINE floats multiply_add_pairs(floats sums, words a, words b) {
  return (floats)_mm512_dpbf16_ps((__m512)sums, (__m512bh)a, (__m512bh)b);
}
#endif

// WIDTH elements of a panel of F32 or F16.
INLINE floats load_elements(const void *panel, const product kind, size_t index) {
  if (kind == BY_FLOAT32) return load((const float *)panel + index);
  halves value;
  memcpy(&value, (const uint16_t *)panel + index, sizeof value);
  return __builtin_convertvector(value, floats);
}

// Fetches `lines` lines of a panel's step.
INLINE void fetch(const char *next, size_t step, int lines) {
  UNROLL for (int i = 0; i < lines; i++) __builtin_prefetch(next + (step * lines + i) * 64);
}

// One register tile: `rows` ≤ ROWS rows by `vectors` ≤ TILE_VECTORS vectors of columns of output[m, n] (+)= Σ_k input[m, k] · panel[k, n].
INLINE void multiply_tile(
    const int rows, const int vectors, const void *input, size_t input_stride, const void *panel, const product kind,
    size_t inner, float *output, size_t output_stride, int accumulate, const char *next, const int lines) {
  const float *values = input;
  floats sums[ROWS][TILE_VECTORS];
  UNROLL for (int m = 0; m < rows; m++) {
    UNROLL for (int n = 0; n < vectors; n++) {
      sums[m][n] = accumulate ? load(output + m * output_stride + n * WIDTH) : (floats)(0);
    }
  }
  const uint32_t *pairs = panel;
  if (kind == PAIRS_BY_BFLOAT16) {
#if HAS_BFLOAT16_PRODUCTS
    for (size_t k = 0; k < inner / 2; k++) {
      words weights[TILE_VECTORS];
      UNROLL for (int n = 0; n < vectors; n++) {
        weights[n] = load_words(pairs + k * KERNEL_PANEL_COLUMNS + n * WIDTH);
      }
      fetch(next, k, lines);
      UNROLL for (int m = 0; m < rows; m++) {
        uint32_t pair;
        memcpy(&pair, (const uint16_t *)input + m * input_stride + 2 * k, sizeof pair);
        UNROLL for (int n = 0; n < vectors; n++) {
          sums[m][n] = multiply_add_pairs(sums[m][n], (words)(pair), weights[n]);
        }
      }
    }
#endif
  } else if (kind == BY_BFLOAT16) {
    for (size_t k = 0; k < inner / 2; k++) {
      floats weights[TILE_VECTORS];
      fetch(next, k, lines);
      // A BF16 is the upper half of a float.
      UNROLL for (int n = 0; n < vectors; n++) {
        words both = load_words(pairs + k * KERNEL_PANEL_COLUMNS + n * WIDTH) << 16;
        weights[n] = (floats)both;
      }
      UNROLL for (int m = 0; m < rows; m++) {
        floats value = (floats)(values[m * input_stride + 2 * k]);
        UNROLL for (int n = 0; n < vectors; n++) sums[m][n] += value * weights[n];
      }
      UNROLL for (int n = 0; n < vectors; n++) {
        words both = load_words(pairs + k * KERNEL_PANEL_COLUMNS + n * WIDTH) & 0xffff0000;
        weights[n] = (floats)both;
      }
      UNROLL for (int m = 0; m < rows; m++) {
        floats value = (floats)(values[m * input_stride + 2 * k + 1]);
        UNROLL for (int n = 0; n < vectors; n++) sums[m][n] += value * weights[n];
      }
    }
    if (inner % 2) {
      UNROLL for (int n = 0; n < vectors; n++) {
        words both = load_words(pairs + inner / 2 * KERNEL_PANEL_COLUMNS + n * WIDTH) << 16;
        UNROLL for (int m = 0; m < rows; m++) sums[m][n] += values[m * input_stride + inner - 1] * (floats)both;
      }
    }
  } else {
    for (size_t k = 0; k < inner; k++) {
      floats weights[TILE_VECTORS];
      UNROLL for (int n = 0; n < vectors; n++) {
        weights[n] = load_elements(panel, kind, k * KERNEL_PANEL_COLUMNS + n * WIDTH);
      }
      UNROLL for (int m = 0; m < rows; m++) {
        floats value = (floats)(values[m * input_stride + k]);
        UNROLL for (int n = 0; n < vectors; n++) sums[m][n] += value * weights[n];
      }
    }
  }
  UNROLL for (int m = 0; m < rows; m++) {
    UNROLL for (int n = 0; n < vectors; n++) store(output + m * output_stride + n * WIDTH, sums[m][n]);
  }
}

#define FOR_ROWS(CASE, LINES) \
  CASE(1, LINES) CASE(2, LINES) CASE(3, LINES) CASE(4, LINES) CASE(5, LINES) CASE(6, LINES)

// A tile of any number of rows and of lines to fetch at each step, each compiled for itself; with lines, of all vectors.
INLINE void multiply_tile_of(
    size_t rows, int is_narrow, const void *input, size_t input_stride, const void *panel, const product kind,
    size_t inner, float *output, size_t output_stride, int accumulate, const char *next, int lines) {
#define TILE(ROW_COUNT, VECTORS, LINES) \
  multiply_tile( \
      ROW_COUNT, VECTORS, input, input_stride, panel, kind, inner, output, output_stride, accumulate, next, LINES); \
  break;
#define CASE(ROW_COUNT, LINES) case ROW_COUNT + 8 * LINES: TILE(ROW_COUNT, TILE_VECTORS, LINES)
#define NARROW_CASE(ROW_COUNT, LINES) case ROW_COUNT: TILE(ROW_COUNT, 1, LINES)
  if (is_narrow) {
    switch (rows) { FOR_ROWS(NARROW_CASE, 0) }
    return;
  }
  switch (rows + 8 * (size_t)lines) {
    FOR_ROWS(CASE, 0)
    FOR_ROWS(CASE, 1)
    FOR_ROWS(CASE, 2)
    FOR_ROWS(CASE, 4)
  }
#undef NARROW_CASE
#undef CASE
#undef TILE
}

// How many lines of a step's four each of the `passes` left fetches.
INLINE int lines_to_fetch(int left, size_t passes) {
  return left == 0 ? 0 : passes == 1 ? left : passes == 2 ? (left + 1) / 2 : 1;
}

// All rows, in blocks of ROWS or one fewer. Columns that fill no tile go through memory of their own, but for a last
// vector, which has a tile of its own.
INLINE void multiply_rows(
    const void *input, size_t input_stride, size_t rows, const void *panel, const product kind, size_t inner,
    float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  const size_t input_width = kind == PAIRS_BY_BFLOAT16 ? sizeof(uint16_t) : sizeof(float);
  const size_t column_width = kind == BY_FLOAT16 ? 2 : 4;
  size_t passes = (rows + ROWS - 1) / ROWS;
  int left = next && columns >= TILE_COLUMNS && (kind == BY_BFLOAT16 || kind == PAIRS_BY_BFLOAT16) ? 4 : 0;
  const char *fetched = next;
  size_t last = columns % TILE_COLUMNS;
  int is_whole = last == 0 || last == WIDTH;
  for (size_t m = 0; passes > 0; passes--) {
    size_t count = (rows - m + passes - 1) / passes;
    float edge[ROWS * KERNEL_PANEL_COLUMNS];
    float *to = is_whole ? output + m * output_stride : edge;
    size_t to_stride = is_whole ? output_stride : KERNEL_PANEL_COLUMNS;
    if (!is_whole && accumulate) {
      for (size_t i = 0; i < count; i++) {
        memcpy(edge + i * to_stride, output + (m + i) * output_stride, columns * sizeof(float));
      }
    }
    int lines = lines_to_fetch(left, passes);
    // The lines of a step are fetched with the first columns' tile.
    for (size_t n = 0; n < columns; n += TILE_COLUMNS) {
      int is_narrow = columns - n <= WIDTH;
      multiply_tile_of(
          count, is_narrow, (const char *)input + m * input_stride * input_width, input_stride,
          (const char *)panel + n * column_width, kind, inner, to + n, to_stride, accumulate, fetched,
          n == 0 ? lines : 0);
    }
    left -= lines;
    fetched += (size_t)lines * 64 * (inner / 2);
    if (!is_whole) {
      for (size_t i = 0; i < count; i++) {
        memcpy(output + (m + i) * output_stride, edge + i * to_stride, columns * sizeof(float));
      }
    }
    m += count;
  }
}

KERNEL void multiply_panel_vector(
    const float *input, size_t input_stride, size_t rows, const void *panel, kernel_element element, size_t inner,
    float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  switch (element) {
  case KERNEL_FLOAT32:
    multiply_rows(
        input, input_stride, rows, panel, BY_FLOAT32, inner, output, output_stride, columns, accumulate, next);
    break;
  case KERNEL_BFLOAT16:
    multiply_rows(
        input, input_stride, rows, panel, BY_BFLOAT16, inner, output, output_stride, columns, accumulate, next);
    break;
  case KERNEL_FLOAT16:
    multiply_rows(
        input, input_stride, rows, panel, BY_FLOAT16, inner, output, output_stride, columns, accumulate, next);
    break;
  }
}

// Products of pairs on tile registers, where there are such, or on vectors; and how many rows those take at a time.
#ifdef HAS_TILES
#include "vector_compact.h"
#include "few_tiles.h"
#include "compact_tiles.h"
#include "tiles.h"
#define MULTIPLY_PAIRS multiply_panel_tiles
#define PAIR_ROWS FEW_TILE_ROWS
#else
#define HAS_TILES 0
#define COMPACT_PANEL compact_panel
#define EXPAND_PANEL expand_panel
#define MULTIPLY_COMPACT NULL
#define PAIR_ROWS ROWS
#define multiply_panel_part_tiles multiply_panel_parts
#if HAS_BFLOAT16_PRODUCTS
#define MULTIPLY_PAIRS multiply_panel_pairs
KERNEL void multiply_panel_pairs(
    const uint16_t *input, size_t input_stride, size_t rows, const void *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const void *next) {
  multiply_rows(
      input, input_stride, rows, panel, PAIRS_BY_BFLOAT16, inner, output, output_stride, columns, accumulate, next);
}
#else
#define MULTIPLY_PAIRS multiply_panel_bfloat16
#endif
#endif

// exp(x) to about one unit in the last place: 2^n · p(r) with |r| ≤ ln 2 / 2; 0 and infinity where floats end.
// The polynomial is Taylor's of degree 7, whose remainder is below 2^-27 there.
INLINE floats exponential(floats x) {
  floats bounded = __builtin_elementwise_min(__builtin_elementwise_max(x, (floats)(-87.0f)), (floats)(88.7f));
  floats n = __builtin_elementwise_roundeven(bounded * 1.44269504f);
  // ln 2 in two parts, the first of which times n is exact.
  floats r = bounded - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  floats p = (floats)(1.98412698e-4f);
  p = p * r + 1.38888889e-3f;
  p = p * r + 8.33333333e-3f;
  p = p * r + 4.16666667e-2f;
  p = p * r + 1.66666667e-1f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  // 2^n in two factors, as n may be 128.
  integers half = __builtin_convertvector(n, integers) >> 1;
  integers rest = __builtin_convertvector(n, integers) - half;
  floats value = p * (floats)((half + 127) << 23) * (floats)((rest + 127) << 23);
  value = x < -87.0f ? (floats)(0) : value;
  return x > 88.7f ? (floats)(INFINITY) : value;
}

KERNEL void swiglu_vector(const float *gate, const float *up, float *output, size_t count) {
  size_t i = 0;
  for (; i + WIDTH <= count; i += WIDTH) {
    floats value = load(gate + i);
    store(output + i, value / (1.0f + exponential(-value)) * load(up + i));
  }
  swiglu(gate + i, up + i, output + i, count - i);
}

#if WIDTH == 16
#define MERGE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

// Transposes 16 × 16 words: in each stage, two rows exchange the lanes in which one bit of the index differs.
INLINE void transpose(words row[16]) {
#define EXCHANGE(STEP, LOW, HIGH) \
  UNROLL for (int i = 0; i < 16; i++) { \
    if (i & STEP) continue; \
    words a = row[i], b = row[i + STEP]; \
    row[i] = LOW; \
    row[i + STEP] = HIGH; \
  }
  EXCHANGE(
      1, MERGE(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
      MERGE(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
  EXCHANGE(
      2, MERGE(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
      MERGE(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
  EXCHANGE(
      4, MERGE(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
      MERGE(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
  EXCHANGE(
      8, MERGE(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
      MERGE(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
#undef EXCHANGE
}

#endif

// Transposes `rows` ≤ 16 rows, `stride` bytes apart, of `count` ≤ 16 words into as many rows of a panel; rows that are
// missing are zeros.
INLINE void pack_block(const char *from, size_t stride, size_t rows, size_t count, uint32_t *to) {
  words row[16 * 16 / WIDTH];
  if (rows == 16 && count == 16) {
    UNROLL for (int i = 0; i < 16; i++) {
      __builtin_prefetch(from + i * stride + 512);
      memcpy((uint32_t *)row + i * 16, from + i * stride, 64);
    }
  } else {
    memset(row, 0, sizeof row);
    for (size_t i = 0; i < rows; i++) memcpy((uint32_t *)row + i * 16, from + i * stride, count * 4);
  }
#if WIDTH == 16
  transpose(row);
  if (count == 16) {
    UNROLL for (int i = 0; i < 16; i++) memcpy(to + i * KERNEL_PANEL_COLUMNS, &row[i], 64);
  } else {
    for (size_t i = 0; i < count; i++) memcpy(to + i * KERNEL_PANEL_COLUMNS, &row[i], 64);
  }
#else
  for (size_t k = 0; k < count; k++) {
    for (size_t n = 0; n < 16; n++) to[k * KERNEL_PANEL_COLUMNS + n] = ((const uint32_t *)row)[n * 16 + k];
  }
#endif
}

// Rows of words, a word being a float or a pair of BF16, into the columns of a panel up to `columns`, a multiple of 16.
INLINE void pack_words(
    const char *from, size_t stride, size_t rows, size_t count, size_t columns, uint32_t *panel) {
  for (size_t k = 0; k < count; k += 16) {
    for (size_t n = 0; n < columns; n += 16) {
      size_t present = rows <= n ? 0 : rows - n < 16 ? rows - n : 16;
      pack_block(
          from + n * stride + k * 4, stride, present, count - k < 16 ? count - k : 16,
          panel + k * KERNEL_PANEL_COLUMNS + n);
    }
  }
}

// Whole words; what is left of F16 and of an odd row of BF16 as the specification does.
KERNEL void pack_panel_vector(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel) {
  size_t width = element_width(element);
  size_t count = element == KERNEL_FLOAT32 ? inner : element == KERNEL_BFLOAT16 ? inner / 2 : 0;
  pack_words(weights, weight_stride * width, weight_rows, count, KERNEL_PANEL_COLUMNS, panel);
  size_t done = element == KERNEL_BFLOAT16 ? count * 2 : count;
  if (done == inner) return;
  pack_panel(
      (const char *)weights + done * width, element, weight_stride, weight_rows, inner - done,
      (char *)panel + panel_index(element, done, 0) * width);
}

#include "attention.h"
#include "scores.h"
#include "vector_int8.h"

// Where an instruction set has no products of bytes of its own, the specification.
#ifndef MULTIPLY_INT8
#define MULTIPLY_INT8 multiply_panel_int8
#endif

// Whether a tile is as wide as a panel, so that its rows read the panel once.
#define READS_ONCE (TILE_COLUMNS == KERNEL_PANEL_COLUMNS)

#define VECTOR_TABLE(NAME) \
  { \
    .name = NAME, .has_bfloat16_products = HAS_BFLOAT16_PRODUCTS, .splits_floats = HAS_TILES, \
    .float_rows = READS_ONCE * ROWS, .pair_rows = READS_ONCE * PAIR_ROWS, .widen = widen, \
    .narrow = narrow, .split = split, .pack_panel = pack_panel_vector, .multiply_panel = multiply_panel_vector, \
    .multiply_panel_bfloat16 = MULTIPLY_PAIRS, .multiply_panel_parts = multiply_panel_part_tiles, \
    .compact_panel = COMPACT_PANEL, .expand_panel = EXPAND_PANEL, .multiply_compact = MULTIPLY_COMPACT, \
    .pack_panel_int8 = pack_panel_int8_vector, .quantize_rows = quantize_rows_vector, .multiply_panel_int8 = MULTIPLY_INT8, \
    .multiply_registers = multiply_registers_vector, .add_groups = add_groups, .copy_past_caches = copy_past_caches, \
    .read_memory = read_memory, .broadcast_row = broadcast_row, .add = add, .scale = scale, \
    .rms_norm = rms_norm, .swiglu = swiglu_vector, .gelu = gelu, .rotate_halves = rotate_halves, .attention = attention_vector, \
    .mean_of_rows = mean_of_rows, .normalize_rows = normalize_rows, .score_rows = score_rows_vector, \
    .raise_to_maxima = raise_to_maxima_vector, \
  }
