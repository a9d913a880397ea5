// The two passes of a separable resampling of 8-bit RGB pixels with fixed-point weights.

#include "CImageCodecs.h"

static uint8_t clamped(int32_t sum, int precision) {
  int32_t value = sum >> precision;
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

void resample_columns(const uint8_t *input, size_t rows, size_t width, const resample_axis *axis, uint8_t *output) {
  const int32_t half = (int32_t)1 << (axis->precision - 1);
  for (size_t y = 0; y < rows; y++) {
    const uint8_t *row = input + y * width * 3;
    uint8_t *target = output + y * axis->outputs * 3;
    for (size_t x = 0; x < axis->outputs; x++) {
      const uint8_t *source = row + (size_t)axis->starts[x] * 3;
      const int32_t *weights = axis->weights + x * axis->stride;
      const int32_t length = axis->lengths[x];
      int32_t red = half, green = half, blue = half;
      for (int32_t tap = 0; tap < length; tap++) {
        const int32_t weight = weights[tap];
        red += weight * source[3 * tap];
        green += weight * source[3 * tap + 1];
        blue += weight * source[3 * tap + 2];
      }
      target[3 * x] = clamped(red, axis->precision);
      target[3 * x + 1] = clamped(green, axis->precision);
      target[3 * x + 2] = clamped(blue, axis->precision);
    }
  }
}

void resample_rows(const uint8_t *restrict input, size_t width, const resample_axis *axis, int32_t *restrict sums,
                   uint8_t *restrict output) {
  const size_t samples = width * 3;
  const int32_t half = (int32_t)1 << (axis->precision - 1);
  const int precision = axis->precision;
  for (size_t y = 0; y < axis->outputs; y++) {
    const uint8_t *source = input + (size_t)axis->starts[y] * samples;
    const int32_t *weights = axis->weights + y * axis->stride;
    uint8_t *target = output + y * samples;
    for (size_t i = 0; i < samples; i++) sums[i] = half;
    for (int32_t tap = 0; tap < axis->lengths[y]; tap++) {
      const int32_t weight = weights[tap];
      const uint8_t *taken = source + (size_t)tap * samples;
      for (size_t i = 0; i < samples; i++) sums[i] += weight * taken[i];
    }
    for (size_t i = 0; i < samples; i++) target[i] = clamped(sums[i], precision);
  }
}
