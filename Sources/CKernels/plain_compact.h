// BF16 panels in 12 bits an element, in plain C: the specification. Included by plain.h.

#include "compact.h"

KERNEL int compact_panel(const void *panel, size_t first, size_t count, size_t inner, void *compact) {
  compact_header header;
  memcpy(&header, compact, sizeof header);
  const uint16_t *from = panel;
  for (size_t pair = first / 2; pair < (first + count + 1) / 2; pair++) {
    char *to = (char *)compact_pair(compact, pair);
    memset(to, 0, COMPACT_PAIR_BYTES);
    for (int half = 0; half < 2; half++) {
      for (size_t i = 0; i < COMPACT_HALF; i++) {
        uint16_t element = *from++;
        uint8_t high = (uint8_t)(element >> 8), value = high & 0x7f, code = (uint8_t)(value - header.first_value + 1);
        if (value < header.first_value || code > COMPACT_VALUES) {
          code = 0;
          if (value != 0 && !except(compact, inner, half, pair * COMPACT_HALF + i, high)) return 0;
        }
        to[half * COMPACT_HALF + compact_place(i)] = (char)element;
        to[2 * COMPACT_HALF + compact_place(i)] |= (char)((code | high >> 7 << 3) << half * 4);
      }
    }
  }
  return 1;
}

KERNEL void expand_panel(const void *compact, size_t first, size_t count, size_t inner, void *panel) {
  compact_header header;
  memcpy(&header, compact, sizeof header);
  size_t begin = first / 2, end = (first + count + 1) / 2;
  uint16_t *to = panel;
  for (size_t pair = begin; pair < end; pair++) {
    const uint8_t *from = (const uint8_t *)compact_pair(compact, pair);
    for (int half = 0; half < 2; half++) {
      for (size_t i = 0; i < COMPACT_HALF; i++) {
        uint8_t code = from[2 * COMPACT_HALF + compact_place(i)] >> half * 4 & 15;
        *to++ = (uint16_t)(from[half * COMPACT_HALF + compact_place(i)] | header.high_bytes[code] << 8);
      }
    }
  }
  for (int half = 0; half < 2; half++) {
    const compact_exception *next = compact_first(compact, inner, half, begin * COMPACT_HALF);
    for (; *next >> 8 < end * COMPACT_HALF; next++) {
      size_t element = (*next >> 8) - begin * COMPACT_HALF;
      to = (uint16_t *)panel + (element / COMPACT_HALF * 2 + (size_t)half) * COMPACT_HALF + element % COMPACT_HALF;
      *to = (uint16_t)((*to & 0xff) | (*next & 0xff) << 8);
    }
  }
}
