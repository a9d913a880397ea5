// BF16 panels in 12 bits an element, with vectors of 512 bits.

#define COMPACT_PANEL compact_panel_vector
#define EXPAND_PANEL expand_panel_vector

// Bytes from row to row of a panel of pairs.
#define PANEL_ROW_BYTES (KERNEL_PANEL_COLUMNS * 4)
// How far ahead of what is expanded a compact panel is fetched: 15 KB.
enum { COMPACT_DISTANCE = 80 };
#define COLUMN_HALF_BYTES (COMPACT_HALF * sizeof(uint16_t))

// What is being expanded: so many pairs of a panel from that at `pairs` on, and what is left of its exceptions, whose
// elements count from `first_element` on. `next` is what is read after them.
typedef struct {
  const char *pairs, *next;
  size_t count, first_element;
  __m512i high_bytes;
  const compact_exception *exceptions[2];
} compact_reader;

// Reads `count` pairs from pair `first` on.
INLINE compact_reader read_compact(const void *compact, size_t inner, size_t first, size_t count, const void *next) {
  compact_reader reader = {
      .pairs = compact_pair(compact, first), .next = next, .count = count, .first_element = first * COMPACT_HALF,
      .high_bytes = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)compact))};
  for (int half = 0; half < 2; half++) {
    reader.exceptions[half] =
        first ? compact_first(compact, inner, half, reader.first_element) : compact_list(compact, inner, half);
  }
  return reader;
}

INLINE void expand_pair(const compact_reader *reader, size_t pair, const int half, char *to) {
  const char *from = reader->pairs + pair * COMPACT_PAIR_BYTES;
  __m512i codes = _mm512_load_si512(from + 2 * COMPACT_HALF);
  codes = _mm512_and_si512(half ? _mm512_srli_epi16(codes, 4) : codes, _mm512_set1_epi8(15));
  __m512i high = _mm512_shuffle_epi8(reader->high_bytes, codes);
  __m512i low = _mm512_load_si512(from + half * COMPACT_HALF);
  _mm512_store_si512(to, _mm512_unpacklo_epi8(low, high));
  _mm512_store_si512(to + 64, _mm512_unpackhi_epi8(low, high));
}

// Expands one half of the columns of some pairs, or both, into as many rows of a panel; they follow those before.
INLINE void expand_pairs(
    compact_reader *reader, const int first_half, const int end_half, size_t pair, const size_t count, char *to) {
  UNROLL for (size_t i = 0; i < count; i++) {
    UNROLL for (int half = first_half; half < end_half; half++) {
      expand_pair(reader, pair + i, half, to + i * PANEL_ROW_BYTES + half * COLUMN_HALF_BYTES);
    }
  }
  UNROLL for (int half = first_half; half < end_half; half++) {
    const compact_exception *next = reader->exceptions[half];
    size_t first = reader->first_element + pair * COMPACT_HALF;
    for (; *next >> 8 < first + count * COMPACT_HALF; next++) {
      size_t element = (*next >> 8) - first;
      char *row = to + element / COMPACT_HALF * PANEL_ROW_BYTES + half * COLUMN_HALF_BYTES;
      row[element % COMPACT_HALF * sizeof(uint16_t) + 1] = (char)*next;
    }
    reader->exceptions[half] = next;
  }
}

// Fetches what will be read COMPACT_DISTANCE pairs after these: of the panel, of the other half of its columns, or of
// the next one. The second half finds the codes in the caches.
INLINE void fetch_pairs(
    const compact_reader *reader, const int first_half, const int end_half, size_t pair, const size_t count) {
  size_t ahead = pair + COMPACT_DISTANCE;
  const char *from = reader->pairs;
  int is_second = first_half == 1;
  if (ahead >= reader->count) {
    ahead -= reader->count;
    if (end_half == 2) from = reader->next;
    is_second = first_half == 0 && end_half == 1;
  }
  if (!from) return;
  from += ahead * COMPACT_PAIR_BYTES;
  UNROLL for (size_t i = 0; i < count; i++, from += COMPACT_PAIR_BYTES) {
    if (first_half == 0 && end_half == 2) {
      UNROLL for (int line = 0; line < 3; line++) __builtin_prefetch(from + line * 64, 0, 2);
    } else if (is_second) {
      __builtin_prefetch(from + COMPACT_HALF, 0, 2);
    } else {
      __builtin_prefetch(from, 0, 2);
      __builtin_prefetch(from + 2 * COMPACT_HALF, 0, 2);
    }
  }
}

KERNEL void expand_panel_vector(const void *compact, size_t first, size_t count, size_t inner, void *panel) {
  size_t pairs = (first + count + 1) / 2 - first / 2;
  compact_reader reader = read_compact(compact, inner, first / 2, pairs, NULL);
  for (size_t pair = 0; pair < pairs; pair++) {
    expand_pairs(&reader, 0, 2, pair, 1, (char *)panel + pair * PANEL_ROW_BYTES);
  }
}

KERNEL int compact_panel_vector(const void *panel, size_t first, size_t count, size_t inner, void *compact) {
  compact_header header;
  memcpy(&header, compact, sizeof header);
  const __m512i first_value = _mm512_set1_epi8((char)header.first_value), one = _mm512_set1_epi8(1);
  const __m512i low_bytes = _mm512_set1_epi16(255), sign = _mm512_set1_epi8((char)128);
  const char *from = panel;
  for (size_t pair = first / 2; pair < (first + count + 1) / 2; pair++) {
    char *to = (char *)compact_pair(compact, pair);
    __m512i codes[2];
    UNROLL for (int half = 0; half < 2; half++, from += COLUMN_HALF_BYTES) {
      __m512i a = _mm512_loadu_si512(from), b = _mm512_loadu_si512(from + 64);
      _mm512_store_si512(
          to + half * COMPACT_HALF,
          _mm512_packus_epi16(_mm512_and_si512(a, low_bytes), _mm512_and_si512(b, low_bytes)));
      __m512i high = _mm512_packus_epi16(_mm512_srli_epi16(a, 8), _mm512_srli_epi16(b, 8));
      __m512i value = _mm512_andnot_si512(sign, high), offset = _mm512_sub_epi8(value, first_value);
      __mmask64 has_code = _mm512_cmplt_epu8_mask(offset, _mm512_set1_epi8(COMPACT_VALUES));
      codes[half] = _mm512_or_si512(
          _mm512_maskz_add_epi8(has_code, offset, one), _mm512_srli_epi16(_mm512_and_si512(high, sign), 4));
      __mmask64 excepted = _mm512_mask_test_epi8_mask(~has_code, value, value);
      for (; excepted; excepted &= excepted - 1) {
        int place = __builtin_ctzll(excepted);
        size_t i = (size_t)(place / 16 * 8 + place % 8 + place / 8 % 2 * 32);
        if (!except(compact, inner, half, pair * COMPACT_HALF + i, (uint8_t)from[2 * i + 1])) return 0;
      }
    }
    _mm512_store_si512(to + 2 * COMPACT_HALF, _mm512_or_si512(codes[0], _mm512_slli_epi16(codes[1], 4)));
  }
  return 1;
}
