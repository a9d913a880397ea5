// Conversions of elements, and panels of weights.

#include "check.h"

static float of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Ties of both elements and their neighbors, the ends of both, what is not finite, and random bits.
static float *telling_floats(check *check, size_t count) {
  static const uint32_t bits[] = {
      0x00000000, 0x80000000, 0x3f808000, 0x3f808001, 0x3f807fff, 0x3f818000, 0xbf818000, 0x3f801000, 0x3f801001,
      0x3f803000, 0x477fe000, 0x477ff000, 0x477fefff, 0x477fffff, 0x7f7fffff, 0x7f7f7fff, 0x7f7f8000, 0xff7f8000,
      0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffc12345, 0x00000001, 0x00008000, 0x0000ffff, 0x007fffff,
      0x00800000, 0x38800000, 0x387fffff, 0x33000000, 0x33000001, 0x33c00000, 0x32ffffff, 0xb87fe000,
  };
  enum { TOLD = sizeof bits / sizeof *bits };
  float *values = take_floats(check, count);
  for (size_t i = 0; i < count; i++) {
    uint32_t random = (uint32_t)(int32_t)(next_value(check) * 0x1p23f) << 8 ^ (uint32_t)i;
    values[i] = of_bits(i < TOLD ? bits[i] : random);
  }
  return values;
}

void check_conversions(check *check) {
  static const size_t counts[] = {1, 3, 4, 17, 36, 64, 515};
  for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
    size_t count = counts[c];
    float *values = telling_floats(check, count);
    for (kernel_element element = KERNEL_FLOAT32; element <= KERNEL_FLOAT16; element++) {
      char *narrowed = (char *)take(check, count * width_of(element) + 1) + 1;
      kernel_narrow(values, element, narrowed, count);
      compare_bytes(check, narrowed, count * width_of(element), "%zu narrowed to element %d", count, (int)element);
      float *widened = take_floats(check, count);
      kernel_widen(narrowed, element, widened, count);
      compare_floats(check, widened, count, 0, "%zu widened from element %d", count, (int)element);
    }
    float *random = random_floats(check, count, 9);
    uint16_t *terms = take(check, 3 * count * sizeof *terms);
    kernel_split(random, terms, count, count);
    compare_bytes(check, terms, 3 * count * sizeof *terms, "%zu split", count);
    float *widened = take_floats(check, 3 * count);
    kernel_widen(terms, KERNEL_BFLOAT16, widened, 3 * count);
    for (size_t i = 0; i < count; i++) {
      float sum = widened[i] + widened[count + i] + widened[2 * count + i];
      require(check, sum == random[i], "the terms of %.9g are %.9g", (double)random[i], (double)sum);
    }
  }
}

void check_panels(check *check) {
  static const struct {
    size_t rows, inner;
  } shapes[] = {{64, 64}, {64, 37}, {30, 33}, {1, 1}, {16, 16}, {63, 129}, {17, 2}};
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    size_t rows = shapes[s].rows, inner = shapes[s].inner, stride = inner + 2;
    for (kernel_element element = KERNEL_FLOAT32; element <= KERNEL_FLOAT16; element++) {
      float *values = random_floats(check, rows * stride, 3);
      kernel_weights weights = {stored(check, values, rows * stride, element), element, stride};
      size_t padded = element == KERNEL_BFLOAT16 ? inner + inner % 2 : inner;
      size_t bytes = padded * KERNEL_PANEL_COLUMNS * width_of(element);
      void *panel = take(check, bytes);
      kernel_pack_panel(weights, rows, inner, panel);
      compare_bytes(check, panel, bytes, "panel of %zu rows by %zu of element %d", rows, inner, (int)element);
    }
  }
}
