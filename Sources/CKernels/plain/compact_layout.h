// How BF16 panels lie in memory in 12 bits an element.
//
// The lower byte of an element, which is one bit of the exponent and the mantissa, is kept as it is. Of the higher
// byte, the sign is kept, and a code for the other seven bits, which are most of the exponent: zero, or one of seven
// values in a row that nearly all elements have. The higher bytes of all other elements, the exceptions, are listed
// behind the panel.

#ifndef CKERNELS_COMPACT_LAYOUT_H
#define CKERNELS_COMPACT_LAYOUT_H

#include "../include/CKernels.h"

#include <string.h>

#define LAYOUT static inline __attribute__((unused))

enum {
  // Two elements of the inner dimension in all columns are a pair of 128 elements, in two halves of so many: those of
  // the first 32 columns and those of the others.
  COMPACT_HALF = 64,
  // Bytes of a pair: the lower bytes of each half, and the codes of both.
  COMPACT_PAIR_BYTES = 3 * COMPACT_HALF,
  COMPACT_HEADER_BYTES = 64,
  // Values that have a code, except zero.
  COMPACT_VALUES = 7,
};

// Where a panel begins. Behind it are, for each two elements of the inner dimension, the lower bytes of all columns,
// half after half, and the codes of both halves, the first one's in the lower four bits. Then come the exceptions of
// each half.
typedef struct {
  // The higher byte that each code stands for.
  uint8_t high_bytes[16];
  uint32_t exceptions[2];
  uint8_t first_value;
} compact_header;

// An exception: its higher byte, and above that the index of its element within the half of all pairs. They are in
// ascending order; an index beyond all elements ends the list.
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

// Where byte `index` of a half is. The vector instructions that interleave bytes take eight bytes of one operand's half
// and eight of the other's in turns; so do these.
LAYOUT size_t compact_place(size_t index) { return index % 32 / 8 * 16 + index / 32 * 8 + index % 8; }

// Of a whole panel, header and lists included.
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

// Appends an exception; returns 0 if there is no more room.
LAYOUT int add_exception(void *compact, size_t inner, int half, size_t element, uint8_t high_byte) {
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

#endif
