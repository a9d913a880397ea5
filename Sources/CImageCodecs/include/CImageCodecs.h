// JPEG and PNG bytes to RGB pixels and back, and the inner loops of resampling.
//
// Every function is plain: no library type, no callback and no longjmp crosses this header, nothing is printed, and no
// state is kept between calls but in a `codec_png_writer`. Functions that can fail return a `codec_status` and, where
// it is not CODEC_OK, write one sentence without a final full stop into `message`, in printable ASCII, ended by a zero.

#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

#include <stddef.h>
#include <stdint.h>

enum {
  CODEC_MESSAGE_SIZE = 256
};

typedef enum codec_status {
  CODEC_OK = 0,
  CODEC_TRUNCATED,    // the bytes end before the last row of pixels
  CODEC_CORRUPT,      // the bytes are no valid file of the format
  CODEC_UNSUPPORTED,  // a valid file of a kind that is not read (12-bit, lossless, two components)
  CODEC_OUT_OF_MEMORY
} codec_status;

// Pixels from left to right and from top to bottom; both are 1 at least.
typedef struct codec_size {
  uint32_t width, height;
} codec_size;

// The versions of the libraries, as they tell them: libjpeg's when this was compiled, libpng's as it is loaded.
// Constants.
const char *codec_jpeg_version(void);
const char *codec_png_version(void);

// The size a JPEG file declares. Reads up to the first scan and allocates a few kilobytes.
codec_status codec_jpeg_size(const uint8_t *bytes, size_t count, codec_size *size, char *message);

// Decodes a JPEG file into `rgb` [height, width, 3], whose size must be what `codec_jpeg_size` told.
//
// Color: as Pillow 13.0.0's `convert("RGB")`: libjpeg's defaults (exact integer inverse DCT, fancy upsampling), gray
// replicated, four components taken as inverted CMYK and converted without profile. EXIF is not looked at.
// A file is truncated where Pillow finds it truncated: some row of pixels needs bytes that are not there. Warnings of
// the library (corrupt entropy-coded data) are no errors, as in Pillow.
// Memory: a few rows for baseline files; two bytes for each sample where a file has several scans.
// Time: a file of more than `maximum_scans` scans is refused, as each may cost a walk over all samples.
codec_status codec_jpeg_decode(const uint8_t *bytes, size_t count, codec_size size, int maximum_scans, uint8_t *rgb,
                               char *message);

// The size a PNG file declares. Reads the first chunks only.
codec_status codec_png_size(const uint8_t *bytes, size_t count, codec_size *size, char *message);

// Decodes a PNG file (the first image of an animated one) into `rgb` [height, width, 3], whose size must be what
// `codec_png_size` told.
//
// Color: as Pillow 13.0.0's `convert("RGB")`: alpha and tRNS dropped, gAMA, sRGB and iCCP ignored, 1, 2 and 4 bits
// scaled to 0...255, 16 bits cut to the high byte, but 16-bit gray without alpha clipped at 255.
// A wrong checksum of a chunk of pixels, unknown chunks, and what follows the pixels are no errors, as in Pillow.
// Memory: a few rows. Ancillary chunks are skipped without being inflated.
codec_status codec_png_decode(const uint8_t *bytes, size_t count, codec_size size, uint8_t *rgb, char *message);

// A PNG file of 8 bits that is written row by row. After a failure only `codec_png_writer_free` may be called.
typedef struct codec_png_writer codec_png_writer;

// Begins a file. What it returns is to be given to `codec_png_writer_free`, also where `*status` is not CODEC_OK; NULL
// where there is no memory.
codec_png_writer *codec_png_writer_create(codec_size size, codec_status *status, char *message);

// Appends the next row, `rgb` [width, 3]; there are as many rows as the height says.
codec_status codec_png_writer_row(codec_png_writer *writer, const uint8_t *rgb, char *message);

// Ends the file after its last row.
codec_status codec_png_writer_end(codec_png_writer *writer, char *message);

// How many encoded bytes wait to be taken.
size_t codec_png_writer_count(const codec_png_writer *writer);

// The encoded bytes since the last take, `*count` of them; they are there until the next call.
const uint8_t *codec_png_writer_take(codec_png_writer *writer, size_t *count);

// Gives back what `codec_png_writer_create` returned.
void codec_png_writer_free(codec_png_writer *writer);

// One axis of a separable resampling: output i, of `outputs`, is made of the inputs starts[i] ..< starts[i] +
// lengths[i], with the fixed-point weights weights[i * stride] ..., that have `precision` bits after the point:
//   output = clamp((2^(precision - 1) + sum of weight * input) >> precision, 0, 255)
// `starts` and `lengths` are [outputs], `weights` is [outputs, stride]. The inputs of every output exist; lengths are 1
// at least and `stride` at most; precision is 1...22; the absolute values of an output's weights add up to less than
// 2^23. Buffers do not overlap.

// `output` [rows, outputs, 3] from `input` [rows, inputs, 3]: each row is resampled along the columns.
void resample_columns(const uint8_t *input, size_t rows, size_t inputs, size_t outputs, const int32_t *starts,
                      const int32_t *lengths, const int32_t *weights, size_t stride, int precision, uint8_t *output);

// `output` [outputs, width, 3] from `input` [inputs, width, 3]: each column is resampled along the rows. `sums` is
// scratch [width * 3].
void resample_rows(const uint8_t *input, size_t width, size_t outputs, const int32_t *starts, const int32_t *lengths,
                   const int32_t *weights, size_t stride, int precision, int32_t *sums, uint8_t *output);

#endif
