// The kernels in plain C: the specification of every faster one.

#include "table.h"

#include <math.h>
#include <string.h>

// Sums may be taken in any order.
#pragma clang fp reassociate(on)

static float bits_to_float(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint32_t float_to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// IEEE 754 binary16. Subnormals are the mantissa times 2^-24, exactly.
static float float16_to_float(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t exponent = (half >> 10) & 0x1f;
  uint32_t mantissa = half & 0x3ff;
  if (exponent == 0) {
    float magnitude = (float)mantissa * 0x1p-24f;
    return sign ? -magnitude : magnitude;
  }
  uint32_t widened = exponent == 31 ? 255 : exponent + 112;
  return bits_to_float(sign | widened << 23 | mantissa << 13);
}

static uint16_t float_to_bfloat16(float value) {
  uint32_t bits = float_to_bits(value);
  if (isnan(value)) return (uint16_t)(bits >> 16 | 0x40);
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static uint16_t float_to_float16(float value) {
  uint32_t bits = float_to_bits(value);
  uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  if (isnan(value)) return sign | 0x7e00;
  float magnitude = fabsf(value);
  if (magnitude >= 65520.0f) return sign | 0x7c00;
  if (magnitude < 0x1p-14f) return sign | (uint16_t)rintf(magnitude * 0x1p24f);
  uint32_t rounded = (bits & 0x7fffffff) + 0xfff + (bits >> 13 & 1);
  return sign | (uint16_t)((rounded >> 13) - (112 << 10));
}

static void widen(const void *source, kernel_element element, float *destination, size_t count) {
  const unsigned char *bytes = source;
  switch (element) {
  case KERNEL_FLOAT32:
    memcpy(destination, source, count * sizeof(float));
    break;
  case KERNEL_BFLOAT16:
    for (size_t i = 0; i < count; i++) {
      uint16_t value;
      memcpy(&value, bytes + 2 * i, sizeof value);
      destination[i] = bits_to_float((uint32_t)value << 16);
    }
    break;
  case KERNEL_FLOAT16:
    for (size_t i = 0; i < count; i++) {
      uint16_t value;
      memcpy(&value, bytes + 2 * i, sizeof value);
      destination[i] = float16_to_float(value);
    }
    break;
  }
}

static void narrow(const float *source, kernel_element element, void *destination, size_t count) {
  unsigned char *bytes = destination;
  if (element == KERNEL_FLOAT32) {
    memcpy(destination, source, count * sizeof(float));
    return;
  }
  for (size_t i = 0; i < count; i++) {
    uint16_t value = element == KERNEL_BFLOAT16 ? float_to_bfloat16(source[i]) : float_to_float16(source[i]);
    memcpy(bytes + 2 * i, &value, sizeof value);
  }
}

const kernel_table kernel_table_scalar = {
    .name = "scalar",
    .widen = widen,
    .narrow = narrow,
};
