// The two passes of a separable resampling of 8-bit RGB pixels with fixed-point weights.

#include "CImageCodecs.h"

static uint8_t clamped(int32_t sum, int precision) {
  const int32_t value = sum >> precision;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

void resample_columns(const uint8_t *input, size_t rows, size_t inputs, size_t outputs, const int32_t *starts,
                      const int32_t *lengths, const int32_t *weights, size_t stride, int precision, uint8_t *output) {
  const int32_t half = (int32_t)1 << (precision - 1);
  for (size_t y = 0; y < rows; y++) {
    const uint8_t *row = input + y * inputs * 3;
    uint8_t *target = output + y * outputs * 3;
    for (size_t x = 0; x < outputs; x++) {
      const uint8_t *source = row + (size_t)starts[x] * 3;
      const int32_t *taken = weights + x * stride;
      int32_t red = half, green = half, blue = half;
      for (int32_t tap = 0; tap < lengths[x]; tap++) {
        red += taken[tap] * source[3 * tap];
        green += taken[tap] * source[3 * tap + 1];
        blue += taken[tap] * source[3 * tap + 2];
      }
      target[3 * x] = clamped(red, precision);
      target[3 * x + 1] = clamped(green, precision);
      target[3 * x + 2] = clamped(blue, precision);
    }
  }
}

void resample_rows(const uint8_t *restrict input, size_t width, size_t outputs, const int32_t *starts,
                   const int32_t *lengths, const int32_t *weights, size_t stride, int precision,
                   int32_t *restrict sums, uint8_t *restrict output) {
  const size_t samples = width * 3;
  const int32_t half = (int32_t)1 << (precision - 1);
  for (size_t y = 0; y < outputs; y++) {
    const uint8_t *source = input + (size_t)starts[y] * samples;
    uint8_t *target = output + y * samples;
    for (size_t i = 0; i < samples; i++) sums[i] = half;
    for (int32_t tap = 0; tap < lengths[y]; tap++) {
      const int32_t weight = weights[y * stride + (size_t)tap];
      const uint8_t *row = source + (size_t)tap * samples;
      for (size_t i = 0; i < samples; i++) sums[i] += weight * row[i];
    }
    for (size_t i = 0; i < samples; i++) target[i] = clamped(sums[i], precision);
  }
}
