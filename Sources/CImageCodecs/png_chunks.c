#include "png_chunks.h"

#include <string.h>

// Source: PNG specification, third edition, section 5, and `PngImagePlugin.py` of Pillow 13.0.0.

static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

enum { STAGE_HEAD, STAGE_FRAME, STAGE_DATA, STAGE_CHECKSUM };

static uint32_t number_at(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void set_number(uint8_t *bytes, uint32_t number) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

// The checksum of a chunk's type and data; of a few hundred bytes, so that no table is worth it.
static uint32_t checksum_of(const uint8_t *bytes, size_t count) {
  uint32_t sum = 0xffffffff;
  for (size_t i = 0; i < count; i++) {
    sum ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}

static int is_type(const uint8_t *chunk, const char *type) { return memcmp(chunk + 4, type, 4) == 0; }

static int has_letters(const uint8_t *chunk) {
  for (int i = 4; i < 8; i++) {
    uint8_t letter = chunk[i] | 0x20;
    int is_word = (letter >= 'a' && letter <= 'z') || (chunk[i] >= '0' && chunk[i] <= '9') || chunk[i] == '_';
    if (!is_word) return 0;
  }
  return 1;
}

static int has_right_checksum(const uint8_t *chunk, size_t length) {
  return checksum_of(chunk + 4, length + 4) == number_at(chunk + 8 + length);
}

// Appends a chunk without its checksum, which nobody looks at.
static uint8_t *put_chunk(uint8_t *to, const char *type, const uint8_t *data, size_t length) {
  set_number(to, (uint32_t)length);
  memcpy(to + 4, type, 4);
  memcpy(to + 8, data, length);
  memset(to + 8 + length, 0, 4);
  return to + length + 12;
}

static void make_head(png_chunks *chunks, const uint8_t *header, const uint8_t *palette, size_t palette_length) {
  enum { INDEXED = 3, COMPRESSION = 10 };
  uint8_t own[PNG_HEADER_BYTES], colors[PNG_PALETTE_BYTES] = {0};
  memcpy(own, header, sizeof own);
  own[COMPRESSION] = 0;
  memcpy(chunks->head, signature, sizeof signature);
  uint8_t *end = put_chunk(chunks->head + sizeof signature, "IHDR", own, sizeof own);
  uint8_t depth = own[8], color = own[9];
  if (color == INDEXED && depth <= 8) {
    if (palette != NULL) memcpy(colors, palette, palette_length - palette_length % 3);
    end = put_chunk(end, "PLTE", colors, (size_t)3 << depth);
  }
  chunks->stage = STAGE_HEAD;
  chunks->piece = chunks->head;
  chunks->left = (size_t)(end - chunks->head);
}

const char *png_chunks_open(png_chunks *chunks, const uint8_t *bytes, size_t count, int *is_truncated) {
  memset(chunks, 0, sizeof *chunks);
  chunks->input = bytes;
  chunks->count = count;
  *is_truncated = 0;
  const uint8_t *header = NULL, *palette = NULL;
  size_t palette_length = 0;
  for (size_t position = sizeof signature;;) {
    *is_truncated = 1;
    if (count < 8 || position > count - 8) return "the file ends before its pixels";
    const uint8_t *chunk = bytes + position;
    size_t length = number_at(chunk);
    *is_truncated = 0;
    if (!has_letters(chunk)) return "a chunk has no name";
    if (is_type(chunk, "IDAT")) {
      chunks->position = position;
      break;
    }
    *is_truncated = 1;
    if (length > count - position - 8 || count - position - 8 - length < 4) return "the file ends before its pixels";
    *is_truncated = 0;
    int is_header = is_type(chunk, "IHDR"), is_palette = is_type(chunk, "PLTE");
    if ((is_header || is_palette) && !has_right_checksum(chunk, length)) {
      return is_header ? "the checksum of its header is wrong" : "the checksum of its palette is wrong";
    }
    if (is_header) {
      if (length < PNG_HEADER_BYTES) return "its header is too short";
      header = chunk + 8;
    } else if (is_palette) {
      if (length > PNG_PALETTE_BYTES) return "its palette has more than 256 colors";
      palette = chunk + 8;
      palette_length = length;
    }
    position += length + 12;
  }
  if (header == NULL) return "it has no header";
  make_head(chunks, header, palette, palette_length);
  return NULL;
}

// Goes on to the next piece that is not empty; returns 0 at the end of the pixels.
static int next_piece(png_chunks *chunks) {
  switch (chunks->stage) {
  case STAGE_FRAME:
    chunks->stage = STAGE_DATA;
    chunks->piece = chunks->input + chunks->position + 8;
    chunks->left = chunks->data;
    chunks->position += 8 + chunks->data;
    return 1;
  case STAGE_DATA:
    // A chunk that the file cuts short ends here: what it lacks is not there.
    if (number_at(chunks->frame) != chunks->data) return 0;
    chunks->stage = STAGE_CHECKSUM;
    chunks->piece = chunks->checksum;
    chunks->left = sizeof chunks->checksum;
    chunks->position = chunks->count - chunks->position < 4 ? chunks->count : chunks->position + 4;
    return 1;
  default: {
    // Pixels end where another chunk stands between their chunks.
    if (chunks->count - chunks->position < 8) return 0;
    const uint8_t *chunk = chunks->input + chunks->position;
    if (!is_type(chunk, "IDAT") && !is_type(chunk, "DDAT")) return 0;
    size_t rest = chunks->count - chunks->position - 8, length = number_at(chunk);
    chunks->data = length < rest ? length : rest;
    memcpy(chunks->frame, chunk, 4);
    memcpy(chunks->frame + 4, "IDAT", 4);
    chunks->stage = STAGE_FRAME;
    chunks->piece = chunks->frame;
    chunks->left = sizeof chunks->frame;
    return 1;
  }
  }
}

size_t png_chunks_read(png_chunks *chunks, uint8_t *target, size_t count) {
  size_t done = 0;
  while (done < count) {
    if (chunks->left == 0 && !next_piece(chunks)) break;
    size_t part = count - done < chunks->left ? count - done : chunks->left;
    memcpy(target + done, chunks->piece, part);
    chunks->piece += part;
    chunks->left -= part;
    done += part;
  }
  return done;
}
