// PNG files through libpng, with Pillow's conversions.

#include "CImageCodecs.h"
#include "png_chunks.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What the library's callbacks reach: where bytes come from or go to, and where an error is told.
typedef struct png_session {
  png_structp library;
  png_infop info;
  png_chunks chunks;
  // Rows that have been decoded, of all passes, and how many there are.
  uint64_t rows, all_rows;
  uint8_t *output;
  size_t count, capacity;
  codec_status status;
  char *message;
  jmp_buf leave;
} png_session;

static _Noreturn void leave_with(png_session *session, codec_status status, const char *message) {
  session->status = status;
  snprintf(session->message, CODEC_MESSAGE_SIZE, "%s", message);
  longjmp(session->leave, 1);
}

static _Noreturn void on_error(png_structp library, png_const_charp message) {
  png_session *session = png_get_error_ptr(library);
  codec_status status = CODEC_CORRUPT;
  if (strstr(message, "Not enough image data") != NULL) status = CODEC_TRUNCATED;
  if (strstr(message, "emory") != NULL) status = CODEC_OUT_OF_MEMORY;
  leave_with(session, status, message);
}

// Of the library's warnings one is an error in Pillow too.
static void on_warning(png_structp library, png_const_charp message) {
  png_session *session = png_get_error_ptr(library);
  if (strstr(message, "incorrect data check") != NULL) {
    leave_with(session, CODEC_CORRUPT, "the checksum of its compressed pixels is wrong");
  }
}

static void ignore_warning(png_structp library, png_const_charp message) {
  (void)library;
  (void)message;
}

static void read_bytes(png_structp library, png_bytep target, size_t count) {
  png_session *session = png_get_io_ptr(library);
  if (png_chunks_read(&session->chunks, target, count) == count) return;
  // Behind the last row the library looks for the end of the compressed data; nobody misses that.
  if (session->all_rows > 0 && session->rows == session->all_rows) longjmp(session->leave, 1);
  leave_with(session, CODEC_TRUNCATED, "the file ends before the last row of pixels");
}

static void count_row(png_structp library, png_row_infop row, png_bytep values) {
  (void)row;
  (void)values;
  png_session *session = png_get_user_transform_ptr(library);
  session->rows++;
}

static void open_reader(png_session *session, const uint8_t *bytes, size_t count) {
  int is_truncated;
  const char *reason = png_chunks_open(&session->chunks, bytes, count, &is_truncated);
  if (reason != NULL) leave_with(session, is_truncated ? CODEC_TRUNCATED : CODEC_CORRUPT, reason);
  session->library = png_create_read_struct(PNG_LIBPNG_VER_STRING, session, on_error, on_warning);
  if (session->library == NULL) leave_with(session, CODEC_OUT_OF_MEMORY, "there is no memory to open it");
  session->info = png_create_info_struct(session->library);
  if (session->info == NULL) leave_with(session, CODEC_OUT_OF_MEMORY, "there is no memory to open it");
  png_set_read_fn(session->library, session, read_bytes);
  // Sizes are the caller's to judge, who knows them before anything is allocated for pixels.
  png_set_user_limits(session->library, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // Checksums have been looked at where that matters.
  png_set_crc_action(session->library, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
  png_read_info(session->library, session->info);
}

// The functions that call setjmp own nothing: what must survive the jump lives in their callers.
static void read_size(png_session *session, const uint8_t *bytes, size_t count, codec_size *size) {
  if (setjmp(session->leave) != 0) return;
  open_reader(session, bytes, count);
  size->width = png_get_image_width(session->library, session->info);
  size->height = png_get_image_height(session->library, session->info);
}

codec_status codec_png_size(const uint8_t *bytes, size_t count, codec_size *size, char *message) {
  png_session session = {.status = CODEC_OK, .message = message};
  read_size(&session, bytes, count, size);
  png_destroy_read_struct(&session.library, &session.info, NULL);
  return session.status;
}

// What one pixel of a row is after the library's transformations; none is wider than the three bytes it becomes.
typedef enum png_pixel { PIXEL_GRAY8, PIXEL_GRAY16, PIXEL_RGB8 } png_pixel;

static png_pixel choose_transformations(png_structp library, png_infop info) {
  png_byte color = png_get_color_type(library, info);
  png_byte depth = png_get_bit_depth(library, info);
  if (color == PNG_COLOR_TYPE_PALETTE) {
    png_set_palette_to_rgb(library);
    return PIXEL_RGB8;
  }
  if (color == PNG_COLOR_TYPE_GRAY && depth == 16) return PIXEL_GRAY16;
  if (depth < 8) png_set_expand_gray_1_2_4_to_8(library);
  if (depth == 16) png_set_strip_16(library);
  if (color & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(library);
  return (color & PNG_COLOR_MASK_COLOR) ? PIXEL_RGB8 : PIXEL_GRAY8;
}

// Gray at the start of a row to RGB over the whole row, from the right so that nothing is overwritten before it is
// read.
static void widen_gray(uint8_t *row, size_t width, png_pixel pixel) {
  for (size_t x = width; x-- > 0;) {
    uint8_t value = row[x];
    if (pixel == PIXEL_GRAY16) value = row[2 * x] != 0 ? 255 : row[2 * x + 1];
    row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = value;
  }
}

static void read_rows(png_session *session, const uint8_t *bytes, size_t count, codec_size size, uint8_t *rgb,
                      png_pixel *pixel) {
  if (setjmp(session->leave) != 0) return;
  open_reader(session, bytes, count);
  png_structp library = session->library;
  png_infop info = session->info;
  if (png_get_image_width(library, info) != size.width || png_get_image_height(library, info) != size.height) {
    leave_with(session, CODEC_CORRUPT, "its size is not the one it was opened with");
  }
  *pixel = choose_transformations(library, info);
  const int passes = png_set_interlace_handling(library);
  for (int pass = 0; pass < passes; pass++) {
    int is_whole = passes == 1;
    if (is_whole || PNG_PASS_COLS(size.width, pass) > 0) {
      session->all_rows += is_whole ? size.height : PNG_PASS_ROWS(size.height, pass);
    }
  }
  png_set_read_user_transform_fn(library, count_row);
  png_set_user_transform_info(library, session, 0, 0);
  png_read_update_info(library, info);
  const size_t stride = (size_t)size.width * 3;
  if (png_get_rowbytes(library, info) > stride) {
    leave_with(session, CODEC_CORRUPT, "its rows are wider than they declare");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < size.height; y++) png_read_row(library, rgb + y * stride, NULL);
  }
}

codec_status codec_png_decode(const uint8_t *bytes, size_t count, codec_size size, uint8_t *rgb, char *message) {
  png_session session = {.status = CODEC_OK, .message = message};
  png_pixel pixel = PIXEL_RGB8;
  read_rows(&session, bytes, count, size, rgb, &pixel);
  png_destroy_read_struct(&session.library, &session.info, NULL);
  if (session.status == CODEC_OK && pixel != PIXEL_RGB8) {
    for (uint32_t y = 0; y < size.height; y++) widen_gray(rgb + (size_t)y * size.width * 3, size.width, pixel);
  }
  return session.status;
}

static void write_bytes(png_structp library, png_bytep source, size_t count) {
  png_session *session = png_get_io_ptr(library);
  if (count > session->capacity - session->count) {
    size_t capacity = session->capacity * 2 + count;
    uint8_t *output = capacity > session->capacity ? realloc(session->output, capacity) : NULL;
    if (output == NULL) leave_with(session, CODEC_OUT_OF_MEMORY, "there is no memory for the encoded file");
    session->output = output;
    session->capacity = capacity;
  }
  memcpy(session->output + session->count, source, count);
  session->count += count;
}

static void ignore_flush(png_structp library) {
  (void)library;
}

struct codec_png_writer {
  png_session session;
};

static void begin_file(png_session *session, codec_size size) {
  if (setjmp(session->leave) != 0) return;
  session->library = png_create_write_struct(PNG_LIBPNG_VER_STRING, session, on_error, ignore_warning);
  if (session->library == NULL) leave_with(session, CODEC_OUT_OF_MEMORY, "there is no memory to write it");
  session->info = png_create_info_struct(session->library);
  if (session->info == NULL) leave_with(session, CODEC_OUT_OF_MEMORY, "there is no memory to write it");
  png_set_write_fn(session->library, session, write_bytes, ignore_flush);
  png_set_IHDR(session->library, session->info, size.width, size.height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(session->library, session->info);
}

static void write_row(png_session *session, const uint8_t *rgb) {
  if (setjmp(session->leave) != 0) return;
  png_write_row(session->library, rgb);
}

static void end_file(png_session *session) {
  if (setjmp(session->leave) != 0) return;
  png_write_end(session->library, NULL);
}

codec_png_writer *codec_png_writer_create(codec_size size, codec_status *status, char *message) {
  codec_png_writer *writer = calloc(1, sizeof *writer);
  if (writer == NULL) {
    *status = CODEC_OUT_OF_MEMORY;
    snprintf(message, CODEC_MESSAGE_SIZE, "there is no memory to write it");
    return NULL;
  }
  writer->session.message = message;
  begin_file(&writer->session, size);
  *status = writer->session.status;
  return writer;
}

codec_status codec_png_writer_row(codec_png_writer *writer, const uint8_t *rgb, char *message) {
  writer->session.message = message;
  write_row(&writer->session, rgb);
  return writer->session.status;
}

codec_status codec_png_writer_end(codec_png_writer *writer, char *message) {
  writer->session.message = message;
  end_file(&writer->session);
  return writer->session.status;
}

const uint8_t *codec_png_writer_take(codec_png_writer *writer, size_t *count) {
  *count = writer->session.count;
  writer->session.count = 0;
  return writer->session.output;
}

size_t codec_png_writer_count(const codec_png_writer *writer) {
  return writer->session.count;
}

void codec_png_writer_free(codec_png_writer *writer) {
  if (writer == NULL) return;
  png_destroy_write_struct(&writer->session.library, &writer->session.info);
  free(writer->session.output);
  free(writer);
}

const char *codec_png_version(void) {
  return png_get_libpng_ver(NULL);
}
