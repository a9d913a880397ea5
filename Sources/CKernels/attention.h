// Attention on the products of vector.h, which includes this file for each width.

// The softmax weights of one query over a block of keys: scores [KERNEL_PANEL_COLUMNS], of which `count` are seen,
// become exp(score − maximum), the others 0. Returns their sum.
INLINE float exponential_weights(float *scores, size_t count, float scale, float maximum) {
  floats total = (floats)(0);
  integers lane;
  for (int i = 0; i < WIDTH; i++) lane[i] = i;
  for (int n = 0; n < KERNEL_PANEL_COLUMNS; n += WIDTH) {
    floats weight = exponential(load(scores + n) * scale - maximum);
    weight = lane + n < (int)count ? weight : (floats)(0);
    total += weight;
    store(scores + n, weight);
  }
  float sum = 0;
  for (int i = 0; i < WIDTH; i++) sum += total[i];
  return sum;
}

INLINE float largest(const float *scores, size_t count, float scale) {
  float maximum = -INFINITY;
  for (size_t k = 0; k < count; k++) {
    float score = scores[k] * scale;
    maximum = score > maximum ? score : maximum;
  }
  return maximum;
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
      const float *panel = values + n * KERNEL_PANEL_COLUMNS;
      size_t columns = value_columns - n < KERNEL_PANEL_COLUMNS ? value_columns - n : KERNEL_PANEL_COLUMNS;
      multiply_panel_vector(
          weights + m * KERNEL_PANEL_COLUMNS, KERNEL_PANEL_COLUMNS, count, panel, KERNEL_FLOAT32, common,
          output + m * output_stride + n, output_stride, columns, 1, NULL);
      for (size_t i = m + 1; i < m + count; i++) {
        multiply_panel_vector(
            weights + i * KERNEL_PANEL_COLUMNS + common, KERNEL_PANEL_COLUMNS, 1,
            panel + common * KERNEL_PANEL_COLUMNS, KERNEL_FLOAT32, seen[i] - common, output + i * output_stride + n,
            output_stride, columns, 1, NULL);
      }
    }
  }
}

// Attention in blocks of queries and keys, both products on panels made from the block's keys and values.
KERNEL void attention_vector(
    const float *queries, size_t query_stride, const float *keys, size_t key_stride, const float *values,
    size_t value_stride, float *output, size_t output_stride, size_t query_rows, size_t head_dimension, float scale,
    size_t visible, size_t visible_step) {
  enum { BLOCK = KERNEL_PANEL_COLUMNS };
  _Alignas(64) float key_panel[KERNEL_HEAD_DIMENSION * BLOCK];
  _Alignas(64) float value_panels[KERNEL_HEAD_DIMENSION * BLOCK];
  _Alignas(64) float scores[BLOCK * BLOCK];
  for (size_t first = 0; first < query_rows; first += BLOCK) {
    size_t rows = query_rows - first < BLOCK ? query_rows - first : BLOCK;
    float maxima[BLOCK];
    float totals[BLOCK];
    size_t seen[BLOCK];
    float *sums = output + first * output_stride;
    for (size_t i = 0; i < rows; i++) {
      maxima[i] = -INFINITY;
      totals[i] = 0;
      memset(sums + i * output_stride, 0, head_dimension * sizeof(float));
    }
    size_t last_seen = visible + (first + rows - 1) * visible_step;
    for (size_t start = 0; start < last_seen; start += BLOCK) {
      size_t count = last_seen - start < BLOCK ? last_seen - start : BLOCK;
      pack_panel_vector(
          keys + start * key_stride, KERNEL_FLOAT32, key_stride, count, head_dimension, key_panel);
      for (size_t n = 0; n < head_dimension; n += BLOCK) {
        size_t columns = head_dimension - n < BLOCK ? head_dimension - n : BLOCK;
        for (size_t k = 0; k < count; k++) {
          memcpy(
              value_panels + n * BLOCK + k * BLOCK, values + (start + k) * value_stride + n, columns * sizeof(float));
        }
      }
      multiply_panel_vector(
          queries + first * query_stride, query_stride, rows, key_panel, KERNEL_FLOAT32, head_dimension, scores, BLOCK,
          BLOCK, 0, NULL);
      for (size_t i = 0; i < rows; i++) {
        size_t all = visible + (first + i) * visible_step;
        seen[i] = all <= start ? 0 : all - start < count ? all - start : count;
        float *row = scores + i * BLOCK;
        float maximum = largest(row, seen[i], scale);
        if (maximum > maxima[i]) {
          float rescale = expf(maxima[i] - maximum);
          float *sum = sums + i * output_stride;
          totals[i] *= rescale;
          for (size_t j = 0; j < head_dimension; j++) sum[j] *= rescale;
          maxima[i] = maximum;
        }
        totals[i] += exponential_weights(row, seen[i], scale, maxima[i]);
      }
      add_values(scores, rows, value_panels, head_dimension, seen, sums, output_stride);
    }
    for (size_t i = 0; i < rows; i++) {
      for (size_t j = 0; j < head_dimension; j++) sums[i * output_stride + j] /= totals[i];
    }
  }
}
