// Attention on the products of vector.h, which includes this file for each width.

enum {
  // Queries that go over a block of keys before the next is packed.
  QUERY_BLOCK = 256,
  // Queries whose scores are computed at a time, and keys of a block.
  SCORE_BLOCK = KERNEL_PANEL_COLUMNS,
};

// The greater of two vectors' elements; those of b where one is not a number.
INLINE floats greater(floats a, floats b) { return a > b ? a : b; }

// The elements of a vector brought together in halves by sum or maximum; in order they would wait for each other.
INLINE float total_of(floats value) {
  for (int half = WIDTH / 2; half > 0; half /= 2) {
    UNROLL for (int i = 0; i < half; i++) value[i] += value[i + half];
  }
  return value[0];
}

INLINE float greatest_of(floats value) {
  for (int half = WIDTH / 2; half > 0; half /= 2) {
    UNROLL for (int i = 0; i < half; i++) value[i] = value[i + half] > value[i] ? value[i + half] : value[i];
  }
  return value[0];
}

// The softmax weights of one query over a block of keys: scores [SCORE_BLOCK], of which `count` are seen, become
// exp(score − maximum), the others 0. Returns their sum.
INLINE float exponential_weights(float *scores, size_t count, float scale, float maximum) {
  floats total = (floats)(0);
  integers lane;
  for (int i = 0; i < WIDTH; i++) lane[i] = i;
  for (int n = 0; n < SCORE_BLOCK; n += WIDTH) {
    floats weight = (floats)(0);
    if (n < (int)count) {
      weight = exponential(load(scores + n) * scale - maximum);
      weight = lane + n < (int)count ? weight : (floats)(0);
      total += weight;
    }
    store(scores + n, weight);
  }
  return total_of(total);
}

INLINE float largest(const float *scores, size_t count, float scale) {
  floats maxima = (floats)(-INFINITY);
  size_t k = 0;
  for (; k + WIDTH <= count; k += WIDTH) maxima = greater(load(scores + k), maxima);
  float maximum = greatest_of(maxima);
  for (; k < count; k++) maximum = scores[k] > maximum ? scores[k] : maximum;
  return maximum * scale;
}

// A block's keys and values as panels, and the queries as the products read them.
typedef struct {
  _Alignas(64) float keys[KERNEL_HEAD_DIMENSION * SCORE_BLOCK];
  _Alignas(64) float values[KERNEL_HEAD_DIMENSION * SCORE_BLOCK];
  _Alignas(64) float scores[SCORE_BLOCK * SCORE_BLOCK];
#if HAS_BFLOAT16_PRODUCTS
  _Alignas(64) uint16_t rounded_queries[QUERY_BLOCK * KERNEL_HEAD_DIMENSION];
  _Alignas(64) uint16_t rounded[SCORE_BLOCK * KERNEL_HEAD_DIMENSION];
#endif
  float maxima[QUERY_BLOCK];
  float totals[QUERY_BLOCK];
} attention_memory;

// Panels of 64 columns of the values, one after the other: key k, column n of a panel at [k, n].
INLINE void pack_values(const float *values, size_t stride, size_t count, size_t dimension, float *panels) {
  for (size_t n = 0; n < dimension; n += KERNEL_PANEL_COLUMNS) {
    size_t columns = dimension - n < KERNEL_PANEL_COLUMNS ? dimension - n : KERNEL_PANEL_COLUMNS;
    for (size_t k = 0; k < count; k++) {
      memcpy(panels + n * SCORE_BLOCK + k * KERNEL_PANEL_COLUMNS, values + k * stride + n, columns * sizeof(float));
    }
  }
}

// output += weights · values over the keys of the block each row sees, of which later rows see no fewer. What a row does
// not see is not read for it: it may be anything.
INLINE void add_values(
    const float *weights, size_t rows, const float *values, size_t value_columns, const size_t *seen, float *output,
    size_t output_stride) {
  for (size_t m = 0; m < rows; m += ROWS) {
    size_t count = rows - m < ROWS ? rows - m : ROWS;
    size_t common = seen[m];
    for (size_t n = 0; n < value_columns; n += KERNEL_PANEL_COLUMNS) {
      const float *panel = values + n * SCORE_BLOCK;
      size_t columns = value_columns - n < KERNEL_PANEL_COLUMNS ? value_columns - n : KERNEL_PANEL_COLUMNS;
      multiply_panel_vector(
          weights + m * SCORE_BLOCK, SCORE_BLOCK, count, panel, KERNEL_FLOAT32, common, output + m * output_stride + n,
          output_stride, columns, 1, NULL);
      for (size_t i = m + 1; i < m + count; i++) {
        if (seen[i] == common) continue;
        multiply_panel_vector(
            weights + i * SCORE_BLOCK + common, SCORE_BLOCK, 1, panel + common * KERNEL_PANEL_COLUMNS, KERNEL_FLOAT32,
            seen[i] - common, output + i * output_stride + n, output_stride, columns, 1, NULL);
      }
    }
  }
}

#if HAS_BFLOAT16_PRODUCTS
// BF16 of each float in the lower half of its word, rounded to nearest, ties to even; for what is a number.
INLINE words rounded_bits(floats value) {
  words bits = (words)value;
  return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

// `count` floats to BF16, and zeros up to the next multiple of `multiple`, itself one of two.
INLINE void round_row(const float *from, size_t count, size_t multiple, uint16_t *to) {
  typedef uint16_t shorts __attribute__((ext_vector_type(WIDTH)));
  size_t k = 0;
  for (; k + WIDTH <= count; k += WIDTH) {
    shorts narrowed = __builtin_convertvector(rounded_bits(load(from + k)), shorts);
    memcpy(to + k, &narrowed, sizeof narrowed);
  }
  narrow(from + k, KERNEL_BFLOAT16, to + k, count - k);
  for (k = count; k % multiple; k++) to[k] = 0;
}

// As pack_values, with pairs of keys: keys 2k and 2k + 1 of column n at [k, n, 0 … 1], a missing last key as zeros.
INLINE void pack_value_pairs(
    const float *values, size_t stride, size_t count, size_t dimension, uint32_t *panels) {
  for (size_t k = 0; k < count; k += 2) {
    const float *even = values + k * stride;
    int is_pair = k + 1 < count;
    for (size_t n = 0; n < dimension; n += WIDTH) {
      size_t left = dimension - n < WIDTH ? dimension - n : WIDTH;
      floats a = (floats)(0), b = (floats)(0);
      if (left == WIDTH) {
        a = load(even + n);
        if (is_pair) b = load(even + stride + n);
      } else {
        memcpy(&a, even + n, left * sizeof(float));
        if (is_pair) memcpy(&b, even + stride + n, left * sizeof(float));
      }
      words pair = rounded_bits(a) | rounded_bits(b) << 16;
      memcpy(
          panels + n / KERNEL_PANEL_COLUMNS * KERNEL_PANEL_COLUMNS * SCORE_BLOCK / 2 + k / 2 * KERNEL_PANEL_COLUMNS +
              n % KERNEL_PANEL_COLUMNS,
          &pair, sizeof pair);
    }
  }
}

// As add_values, over pairs: rows of a tile read the values that the last of them sees, with weights of zero; where all
// see the same, they are one product.
INLINE void add_value_pairs(
    const float *weights, size_t rows, const uint32_t *values, size_t value_columns, const size_t *seen, float *output,
    size_t output_stride, uint16_t *rounded) {
  for (size_t i = 0; i < rows; i++) round_row(weights + i * SCORE_BLOCK, SCORE_BLOCK, 2, rounded + i * SCORE_BLOCK);
  size_t step = seen[0] == seen[rows - 1] ? rows : PAIR_ROWS;
  for (size_t m = 0; m < rows; m += step) {
    size_t count = rows - m < step ? rows - m : step;
    size_t pairs = (seen[m + count - 1] + 1) / 2;
    for (size_t n = 0; n < value_columns; n += KERNEL_PANEL_COLUMNS) {
      size_t columns = value_columns - n < KERNEL_PANEL_COLUMNS ? value_columns - n : KERNEL_PANEL_COLUMNS;
      MULTIPLY_PAIRS(
          rounded + m * SCORE_BLOCK, SCORE_BLOCK, count, values + n * SCORE_BLOCK / 2, pairs * 2,
          output + m * output_stride + n, output_stride, columns, 1, NULL);
    }
  }
}
#endif

// Attention in blocks of queries and keys, both products on panels made from the block's keys and values.
KERNEL void attention_vector(
    const float *queries, size_t query_stride, const float *keys, size_t key_stride, const float *values,
    size_t value_stride, float *output, size_t output_stride, size_t query_rows, size_t head_dimension, float scale,
    size_t visible, size_t visible_step, int rounds) {
  attention_memory memory;
#if HAS_BFLOAT16_PRODUCTS
  // Pairs of components; a head of an odd number is not worth it.
  rounds = rounds && head_dimension % 2 == 0;
#else
  rounds = 0;
#endif
  for (size_t first = 0; first < query_rows; first += QUERY_BLOCK) {
    size_t rows = query_rows - first < QUERY_BLOCK ? query_rows - first : QUERY_BLOCK;
    float *sums = output + first * output_stride;
    for (size_t i = 0; i < rows; i++) {
      memory.maxima[i] = -INFINITY;
      memory.totals[i] = 0;
      memset(sums + i * output_stride, 0, head_dimension * sizeof(float));
#if HAS_BFLOAT16_PRODUCTS
      if (rounds) {
        round_row(
            queries + (first + i) * query_stride, head_dimension, 2, memory.rounded_queries + i * head_dimension);
      }
#endif
    }
    size_t last_seen = visible + (first + rows - 1) * visible_step;
    for (size_t start = 0; start < last_seen; start += SCORE_BLOCK) {
      size_t count = last_seen - start < SCORE_BLOCK ? last_seen - start : SCORE_BLOCK;
      size_t columns = (count + 15) / 16 * 16;
      const float *block_keys = keys + start * key_stride;
      const float *block_values = values + start * value_stride;
      if (rounds) {
#if HAS_BFLOAT16_PRODUCTS
        for (size_t k = 0; k < count; k++) {
          round_row(block_keys + k * key_stride, head_dimension, 2, memory.rounded + k * head_dimension);
        }
        pack_words(
            (const char *)memory.rounded, head_dimension * 2, count, head_dimension / 2, columns,
            (uint32_t *)memory.keys);
        pack_value_pairs(block_values, value_stride, count, head_dimension, (uint32_t *)memory.values);
#endif
      } else {
        pack_words((const char *)block_keys, key_stride * 4, count, head_dimension, columns, (uint32_t *)memory.keys);
        pack_values(block_values, value_stride, count, head_dimension, memory.values);
      }
      for (size_t m = 0; m < rows; m += SCORE_BLOCK) {
        size_t scored = rows - m < SCORE_BLOCK ? rows - m : SCORE_BLOCK;
        if (visible + (first + m + scored - 1) * visible_step <= start) continue;
        if (rounds) {
#if HAS_BFLOAT16_PRODUCTS
          MULTIPLY_PAIRS(
              memory.rounded_queries + m * head_dimension, head_dimension, scored, memory.keys, head_dimension,
              memory.scores, SCORE_BLOCK, columns, 0, NULL);
#endif
        } else {
          multiply_panel_vector(
              queries + (first + m) * query_stride, query_stride, scored, memory.keys, KERNEL_FLOAT32, head_dimension,
              memory.scores, SCORE_BLOCK, columns, 0, NULL);
        }
        size_t seen[SCORE_BLOCK];
        for (size_t i = 0; i < scored; i++) {
          size_t all = visible + (first + m + i) * visible_step;
          seen[i] = all <= start ? 0 : all - start < count ? all - start : count;
          float *row = memory.scores + i * SCORE_BLOCK;
          float maximum = largest(row, seen[i], scale);
          if (maximum > memory.maxima[m + i]) {
            float rescale = expf(memory.maxima[m + i] - maximum);
            float *sum = sums + (m + i) * output_stride;
            memory.totals[m + i] *= rescale;
            for (size_t j = 0; j < head_dimension; j++) sum[j] *= rescale;
            memory.maxima[m + i] = maximum;
          }
          memory.totals[m + i] += exponential_weights(row, seen[i], scale, memory.maxima[m + i]);
        }
        if (rounds) {
#if HAS_BFLOAT16_PRODUCTS
          add_value_pairs(
              memory.scores, scored, (const uint32_t *)memory.values, head_dimension, seen, sums + m * output_stride,
              output_stride, memory.rounded);
#endif
        } else {
          add_values(memory.scores, scored, memory.values, head_dimension, seen, sums + m * output_stride, output_stride);
        }
      }
    }
    for (size_t i = 0; i < rows; i++) {
      for (size_t j = 0; j < head_dimension; j++) sums[i * output_stride + j] /= memory.totals[i];
    }
  }
}
