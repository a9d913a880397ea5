// Products of 8-bit weights in plain C: the specification. Included by plain.h.

// values[k] = round(from[k] / scale) of the `count` elements of a block, zeros after them, scale = max |from| / 127.
// Returns the scale; what is not a number becomes −127 beside a scale that is none either, or is left out of it.
static float quantize_block(const float *from, size_t count, int8_t *values) {
  float largest = 0;
  for (size_t k = 0; k < count; k++) largest = fabsf(from[k]) > largest ? fabsf(from[k]) : largest;
  float inverse = largest > 0 ? 127 / largest : 0;
  for (size_t k = 0; k < KERNEL_INT8_BLOCK; k++) {
    float value = k < count ? rintf(from[k] * inverse) : 0;
    values[k] = (int8_t)(value > -127 ? value < 127 ? value : 127 : -127);
  }
  return largest / 127;
}

KERNEL void quantize_rows(
    const float *input, size_t input_stride, size_t rows, size_t inner, int8_t *values, kernel_int8_block *described,
    size_t output_stride) {
  size_t blocks = (inner + KERNEL_INT8_BLOCK - 1) / KERNEL_INT8_BLOCK;
  for (size_t m = 0; m < rows; m++) {
    for (size_t b = 0; b < blocks; b++) {
      size_t first = b * KERNEL_INT8_BLOCK;
      size_t count = inner - first < KERNEL_INT8_BLOCK ? inner - first : KERNEL_INT8_BLOCK;
      described[b].scale = quantize_block(input + m * input_stride + first, count, values + first);
      int32_t sum = 0;
      for (size_t k = 0; k < KERNEL_INT8_BLOCK; k++) sum += values[first + k];
      described[b].offset = -128 * sum;
    }
    values += output_stride;
    described += output_stride / sizeof *described;
  }
}

// The block's scales, then its bytes: where element k of row n lies among those.
static size_t int8_index(size_t k, size_t n) { return (k / 4 * KERNEL_PANEL_COLUMNS + n) * 4 + k % 4; }

KERNEL void pack_panel_int8(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel) {
  float widened[KERNEL_INT8_BLOCK];
  int8_t values[KERNEL_INT8_BLOCK];
  size_t width = element_width(element);
  for (size_t first = 0; first < inner; first += KERNEL_INT8_BLOCK) {
    size_t count = inner - first < KERNEL_INT8_BLOCK ? inner - first : KERNEL_INT8_BLOCK;
    float *scales = (float *)((char *)panel + first / KERNEL_INT8_BLOCK * KERNEL_INT8_BLOCK_BYTES);
    uint8_t *bytes = (uint8_t *)(scales + KERNEL_PANEL_COLUMNS);
    for (size_t n = 0; n < KERNEL_PANEL_COLUMNS; n++) {
      size_t present = n < weight_rows ? count : 0;
      if (present) widen((const char *)weights + (n * weight_stride + first) * width, element, widened, count);
      scales[n] = quantize_block(widened, present, values);
      for (size_t k = 0; k < KERNEL_INT8_BLOCK; k++) bytes[int8_index(k, n)] = (uint8_t)(values[k] + 128);
    }
  }
}

KERNEL void multiply_panel_int8(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  (void)next;
  for (size_t m = 0; m < rows; m++) {
    const int8_t *row = values + m * input_stride;
    const kernel_int8_block *block = (const kernel_int8_block *)((const char *)described + m * input_stride);
    float *to = output + m * output_stride;
    for (size_t n = 0; n < columns; n++) {
      float total = accumulate ? to[n] : 0;
      for (size_t b = 0; b < blocks; b++) {
        const float *scales = (const float *)((const char *)panel + b * KERNEL_INT8_BLOCK_BYTES);
        const uint8_t *bytes = (const uint8_t *)(scales + KERNEL_PANEL_COLUMNS);
        int32_t sum = block[b].offset;
        for (size_t k = 0; k < KERNEL_INT8_BLOCK; k++) {
          sum += (int32_t)bytes[int8_index(k, n)] * row[b * KERNEL_INT8_BLOCK + k];
        }
        total += (float)sum * (block[b].scale * scales[n]);
      }
      to[n] = total;
    }
  }
}
