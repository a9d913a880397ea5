// Feeds the decoders of pictures what a coverage-guided fuzzer makes. The checksums of PNG chunks are made right first:
// nothing behind a wrong one would ever be reached.

#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"

enum { most_pixels = 1 << 18, most_scans = 50 };

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// CRC-32 as PNG uses it (ISO 3309).
static uint32_t checksum(const uint8_t *bytes, size_t count) {
  uint32_t remainder = UINT32_MAX;
  for (size_t place = 0; place < count; ++place) {
    remainder ^= bytes[place];
    for (int bit = 0; bit < 8; ++bit) remainder = remainder >> 1 ^ (remainder & 1 ? 0xEDB88320u : 0);
  }
  return ~remainder;
}

static void repair(uint8_t *bytes, size_t count) {
  for (size_t place = 8; place + 12 <= count;) {
    size_t length = big_endian(bytes + place);
    if (length > count - place - 12) return;
    uint32_t right = checksum(bytes + place + 4, length + 4);
    for (int byte = 0; byte < 4; ++byte) bytes[place + 8 + length + (size_t)byte] = (uint8_t)(right >> (24 - 8 * byte));
    place += 12 + length;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t count) {
  if (count < 8) return 0;
  // A copy of its own size, so that reading one byte too many is seen.
  uint8_t *bytes = malloc(count);
  memcpy(bytes, data, count);
  char message[CODEC_MESSAGE_SIZE];
  codec_size size = {0, 0};
  int is_png = bytes[0] == 0x89;
  if (is_png) repair(bytes, count);
  codec_status status = is_png ? codec_png_size(bytes, count, &size, message)
                               : codec_jpeg_size(bytes, count, &size, message);
  if (status == CODEC_OK && size.height > 0 && size.width <= most_pixels / size.height) {
    uint8_t *rgb = malloc(3 * (size_t)size.width * size.height);
    if (is_png) {
      codec_png_decode(bytes, count, size, rgb, message);
    } else {
      codec_jpeg_decode(bytes, count, size, most_scans, rgb, message);
    }
    free(rgb);
  }
  free(bytes);
  return 0;
}
