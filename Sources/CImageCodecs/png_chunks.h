// The chunks of a PNG file that decide its pixels, as a file of their own: what stands between them, their checksums
// and what follows them can neither stop nor change the picture, as in Pillow 13.0.0.

#ifndef PNG_CHUNKS_H
#define PNG_CHUNKS_H

#include <stddef.h>
#include <stdint.h>

enum {
  PNG_HEADER_BYTES = 13,
  PNG_PALETTE_BYTES = 768,
  // A signature, and two chunks with what stands around their data.
  PNG_HEAD_BYTES = 8 + PNG_HEADER_BYTES + PNG_PALETTE_BYTES + 2 * 12,
};

// A place in the file that is made: first its head, then each chunk of compressed pixels.
typedef struct png_chunks {
  const uint8_t *input;
  size_t count;
  // Where the next chunk begins.
  size_t position;
  uint8_t head[PNG_HEAD_BYTES];
  // What is read next: from memory here or from the input.
  const uint8_t *piece;
  size_t left;
  // The rest of the present chunk: bytes of the input that it has, then four for its checksum.
  uint8_t frame[8], checksum[4];
  size_t data;
  int stage;
} png_chunks;

// Why a file cannot be read; NULL where it can. `*is_truncated` tells whether it ends too early.
//
// Before the pixels, IHDR and PLTE must have the right checksums, and the last of each counts; a palette has as many
// colors as its pixels can name, the missing ones black.
const char *png_chunks_open(png_chunks *chunks, const uint8_t *bytes, size_t count, int *is_truncated);

// Gives the next `count` bytes of the file that is made; returns how many there are.
size_t png_chunks_read(png_chunks *chunks, uint8_t *target, size_t count);

#endif
