// How BF16 panels lie in memory in 12 bits an element.
//
// Of each element the lower byte, one bit of the exponent and the mantissa, is kept as it is; of the higher one the sign
// and which of eight values the others have: zero, or one of seven that follow each other and that nearly all elements
// have. The higher bytes of the others, exceptions, are kept in lists behind the panel.

#ifndef CKERNELS_COMPACT_H
#define CKERNELS_COMPACT_H

#include "../include/CKernels.h"

#include <string.h>

#define LAYOUT static inline __attribute__((unused))

enum {
  COMPACT_HALF = 64,
  COMPACT_PAIR_BYTES = 192,
  COMPACT_HEADER_BYTES = 64,
  COMPACT_VALUES = 7,
};

// Where a panel begins. Behind it are, for each two elements of the inner dimension, the lower bytes of all columns, half
// after half, and the codes of both halves, the first one's in the lower four bits. Then come the exceptions of each half.
typedef struct {
  // By code: the higher byte that it stands for.
  uint8_t high_bytes[16];
  uint32_t exceptions[2];
  uint8_t first_value;
} compact_header;

// An exception: its higher byte, and above it which element of its half it is. They are in the order of pairs, and one
// beyond all elements is behind the last.
typedef uint32_t compact_exception;
#define NO_EXCEPTION UINT32_MAX

// The most exceptions of a half: one in 128 elements.
LAYOUT size_t compact_capacity(size_t inner) { return (inner + 1) / 2 * COMPACT_HALF / 128; }

LAYOUT size_t compact_list_bytes(size_t inner) {
  return ((compact_capacity(inner) + 1) * sizeof(compact_exception) + 63) / 64 * 64;
}

LAYOUT const char *compact_pair(const void *compact, size_t pair) {
  return (const char *)compact + COMPACT_HEADER_BYTES + pair * COMPACT_PAIR_BYTES;
}

LAYOUT compact_exception *compact_list(const void *compact, size_t inner, int half) {
  return (compact_exception *)(compact_pair(compact, (inner + 1) / 2) + (size_t)half * compact_list_bytes(inner));
}

// Where byte `index` of a half is: the vector instructions that put two bytes together do so with eight of the first
// half of the bytes and eight of the second, in turns.
LAYOUT size_t compact_place(size_t index) { return index % 32 / 8 * 16 + index / 32 * 8 + index % 8; }

LAYOUT size_t compact_bytes(size_t inner) {
  return COMPACT_HEADER_BYTES + (inner + 1) / 2 * COMPACT_PAIR_BYTES + 2 * compact_list_bytes(inner);
}

// The first exception of a half that is not before `element`, a multiple of COMPACT_HALF.
LAYOUT const compact_exception *compact_first(const void *compact, size_t inner, int half, size_t element) {
  compact_header header;
  memcpy(&header, compact, sizeof header);
  const compact_exception *list = compact_list(compact, inner, half);
  size_t first = 0, end = header.exceptions[half];
  while (first < end) {
    size_t middle = (first + end) / 2;
    if (list[middle] >> 8 < element) first = middle + 1;
    else end = middle;
  }
  return list + first;
}

LAYOUT void begin_compact(uint8_t first_value, size_t inner, void *compact) {
  compact_header header = {.first_value = first_value};
  for (uint8_t code = 0; code < 16; code++) {
    uint8_t value = code % 8 ? (uint8_t)(first_value + code % 8 - 1) : 0;
    header.high_bytes[code] = (uint8_t)(code / 8 * 128 + value);
  }
  memcpy(compact, &header, sizeof header);
  for (int half = 0; half < 2; half++) *compact_list(compact, inner, half) = NO_EXCEPTION;
}

// Appends an exception; returns 0 where there is no more room.
LAYOUT int except(void *compact, size_t inner, int half, size_t element, uint8_t high_byte) {
  compact_header header;
  memcpy(&header, compact, sizeof header);
  uint32_t count = header.exceptions[half];
  if (count == compact_capacity(inner)) return 0;
  compact_exception *list = compact_list(compact, inner, half);
  list[count] = (compact_exception)element << 8 | high_byte;
  list[count + 1] = NO_EXCEPTION;
  header.exceptions[half] = count + 1;
  memcpy(compact, &header, sizeof header);
  return 1;
}

// The first of as many values in a row as have codes, so that as many elements as possible have one of them.
LAYOUT uint8_t compact_exponents(const void *elements, size_t count, size_t stride) {
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

#endif
