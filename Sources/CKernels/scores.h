// Scores of many rows with explicit vectors; included by vector.h.

INLINE float sum_of(floats value) {
  float sum = 0;
  UNROLL for (int i = 0; i < WIDTH; i++) sum += value[i];
  return sum;
}

// One row is read once for both sums; four vectors of each hide the latency of the additions.
KERNEL void score_rows_vector(
    const float *values, size_t stride, size_t rows, size_t columns, const float *query, float *products,
    float *squares) {
  for (size_t i = 0; i < rows; i++) {
    const float *row = values + i * stride;
    floats product[4] = {0}, square[4] = {0};
    size_t k = 0;
    for (; k + 4 * WIDTH <= columns; k += 4 * WIDTH) {
      UNROLL for (int n = 0; n < 4; n++) {
        floats value = load(row + k + n * WIDTH);
        product[n] += value * load(query + k + n * WIDTH);
        square[n] += value * value;
      }
    }
    products[i] = sum_of((product[0] + product[1]) + (product[2] + product[3])) + dot(row + k, query + k, columns - k);
    squares[i] = sum_of((square[0] + square[1]) + (square[2] + square[3])) + dot(row + k, row + k, columns - k);
  }
}

KERNEL void raise_to_maxima_vector(
    const float *values, size_t stride, size_t rows, size_t columns, float *maxima) {
  for (size_t i = 0; i < rows; i++) {
    const float *row = values + i * stride;
    floats greatest = (floats)(maxima[i]);
    size_t j = 0;
    for (; j + WIDTH <= columns; j += WIDTH) greatest = __builtin_elementwise_max(greatest, load(row + j));
    UNROLL for (int n = 0; n < WIDTH; n++) maxima[i] = greatest[n] > maxima[i] ? greatest[n] : maxima[i];
    raise_to_maxima(row + j, stride, 1, columns - j, maxima + i);
  }
}
