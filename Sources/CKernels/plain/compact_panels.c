// What all instruction sets share of panels in 12 bits an element.

#include "compact_layout.h"

size_t kernel_compact_bytes(size_t inner) { return compact_bytes(inner); }

// The first of as many values in a row as have codes, so that as many samples as possible have one of them.
uint8_t kernel_compact_exponents(const void *elements, size_t count, size_t stride) {
  size_t counts[128] = {0};
  for (size_t i = 0; i < count; i++) {
    uint16_t element;
    memcpy(&element, (const char *)elements + i * stride * sizeof element, sizeof element);
    counts[element >> 8 & 0x7f]++;
  }
  size_t most = 0;
  uint8_t best = 1;
  for (uint8_t first = 1; first + COMPACT_VALUES <= 128; first++) {
    size_t sum = 0;
    for (int i = 0; i < COMPACT_VALUES; i++) sum += counts[first + i];
    if (sum <= most) continue;
    most = sum;
    best = first;
  }
  return best;
}

void kernel_begin_compact(uint8_t exponents, size_t inner, void *compact) {
  compact_header header = {.first_value = exponents};
  for (uint8_t code = 0; code < 16; code++) {
    uint8_t value = code % 8 ? (uint8_t)(exponents + code % 8 - 1) : 0;
    header.high_bytes[code] = (uint8_t)(code / 8 * 128 + value);
  }
  memcpy(compact, &header, sizeof header);
  for (int half = 0; half < 2; half++) *compact_list(compact, inner, half) = NO_EXCEPTION;
}
