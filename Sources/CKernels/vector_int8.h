// Rounding to 8 bits on the vectors of vector.h, which includes this file for each width.

// The largest magnitude of a block decides its scale; see plain_int8.h.
INLINE float quantize_block_vector(const float *from, int8_t *values) {
  typedef int8_t bytes __attribute__((ext_vector_type(WIDTH)));
  floats largest = (floats)(0);
  UNROLL for (int k = 0; k < KERNEL_INT8_BLOCK; k += WIDTH) {
    largest = __builtin_elementwise_max(largest, __builtin_elementwise_abs(load(from + k)));
  }
  float all = __builtin_reduce_max(largest);
  float inverse = all > 0 ? 127 / all : 0;
  UNROLL for (int k = 0; k < KERNEL_INT8_BLOCK; k += WIDTH) {
    floats value = __builtin_elementwise_roundeven(load(from + k) * inverse);
    value = __builtin_elementwise_min(__builtin_elementwise_max(value, (floats)(-127)), (floats)(127));
    bytes narrowed = __builtin_convertvector(__builtin_convertvector(value, integers), bytes);
    memcpy(values + k, &narrowed, sizeof narrowed);
  }
  return all / 127;
}

KERNEL void quantize_rows_vector(
    const float *input, size_t input_stride, size_t rows, size_t inner, int8_t *values, kernel_int8_block *described,
    size_t output_stride) {
  size_t blocks = (inner + KERNEL_INT8_BLOCK - 1) / KERNEL_INT8_BLOCK;
  size_t whole = inner / KERNEL_INT8_BLOCK;
  for (size_t m = 0; m < rows; m++) {
    const float *from = input + m * input_stride;
    for (size_t b = 0; b < blocks; b++) {
      int8_t *block = values + b * KERNEL_INT8_BLOCK;
      described[b].scale = b < whole ? quantize_block_vector(from + b * KERNEL_INT8_BLOCK, block)
                                     : quantize_block(from + b * KERNEL_INT8_BLOCK, inner % KERNEL_INT8_BLOCK, block);
      int32_t sum = 0;
      for (size_t k = 0; k < KERNEL_INT8_BLOCK; k++) sum += block[k];
      described[b].offset = -128 * sum;
    }
    values += output_stride;
    described += output_stride / sizeof *described;
  }
}

// Whole blocks of a whole panel; the rest as the specification does.
KERNEL void pack_panel_int8_vector(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel) {
  size_t blocks = weight_rows == KERNEL_PANEL_COLUMNS ? inner / KERNEL_INT8_BLOCK : 0;
  size_t width = element_width(element);
  for (size_t b = 0; b < blocks; b++) {
    float widened[KERNEL_INT8_BLOCK];
    int8_t values[KERNEL_PANEL_COLUMNS * KERNEL_INT8_BLOCK];
    float *scales = (float *)((char *)panel + b * KERNEL_INT8_BLOCK_BYTES);
    uint32_t *to = (uint32_t *)(scales + KERNEL_PANEL_COLUMNS);
    for (size_t n = 0; n < KERNEL_PANEL_COLUMNS; n++) {
      const char *from = (const char *)weights + (n * weight_stride + b * KERNEL_INT8_BLOCK) * width;
      __builtin_prefetch(from + KERNEL_INT8_BLOCK * width);
      __builtin_prefetch(from + KERNEL_INT8_BLOCK * width + 64);
      widen(from, element, widened, KERNEL_INT8_BLOCK);
      scales[n] = quantize_block_vector(widened, values + n * KERNEL_INT8_BLOCK);
    }
    // As unsigned bytes: 128 more is the other highest bit.
    for (size_t k = 0; k < sizeof values; k++) values[k] = (int8_t)((uint8_t)values[k] ^ 0x80);
    pack_words(
        (const char *)values, KERNEL_INT8_BLOCK, KERNEL_PANEL_COLUMNS, KERNEL_INT8_BLOCK / 4, KERNEL_PANEL_COLUMNS, to);
  }
  size_t done = blocks * KERNEL_INT8_BLOCK;
  if (done == inner) return;
  pack_panel_int8(
      (const char *)weights + done * width, element, weight_stride, weight_rows, inner - done,
      (char *)panel + blocks * KERNEL_INT8_BLOCK_BYTES);
}
