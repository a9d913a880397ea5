// JPEG files through libjpeg-turbo, with Pillow's settings.

#include "CImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

// What the library's callbacks reach from the object they are handed.
typedef struct jpeg_session {
  struct jpeg_decompress_struct library;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  int maximum_scans;
  codec_status status;
  char *message;
  jmp_buf leave;
} jpeg_session;

static jpeg_session *session_of(j_common_ptr library) {
  return (jpeg_session *)library->client_data;
}

static _Noreturn void leave_with(jpeg_session *session, codec_status status, const char *message) {
  session->status = status;
  snprintf(session->message, CODEC_MESSAGE_SIZE, "%s", message);
  longjmp(session->leave, 1);
}

static _Noreturn void on_error(j_common_ptr library) {
  jpeg_session *session = session_of(library);
  char text[JMSG_LENGTH_MAX];
  library->err->format_message(library, text);
  int code = library->err->msg_code;
  codec_status status = CODEC_CORRUPT;
  if (code == JERR_OUT_OF_MEMORY) {
    status = CODEC_OUT_OF_MEMORY;
  } else if (code == JERR_CANT_SUSPEND) {
    // Arithmetic coding cannot wait for more bytes, so that is how it says that there are none.
    leave_with(session, CODEC_TRUNCATED, "the file ends before the last row of pixels");
  } else if (code == JERR_SOF_UNSUPPORTED || code == JERR_BAD_PRECISION || code == JERR_ARITH_NOTIMPL
             || code == JERR_CONVERSION_NOTIMPL || code == JERR_NOT_COMPILED || code == JERR_FRACT_SAMPLE_NOTIMPL) {
    status = CODEC_UNSUPPORTED;
  }
  leave_with(session, status, text);
}

static void ignore_message(j_common_ptr library) {
  (void)library;
}

static void count_warning(j_common_ptr library, int level) {
  if (level < 0) library->err->num_warnings++;
}

static void ignore_source(j_decompress_ptr library) {
  (void)library;
}

// All bytes are in the buffer from the start, so an empty buffer is the end of the file; "suspend" is told apart from
// an error by the callers, who know whether pixels are still missing.
static boolean no_more_bytes(j_decompress_ptr library) {
  (void)library;
  return FALSE;
}

static void skip_bytes(j_decompress_ptr library, long count) {
  struct jpeg_source_mgr *source = library->src;
  size_t skipped = count <= 0 ? 0 : (size_t)count;
  if (skipped > source->bytes_in_buffer) skipped = source->bytes_in_buffer;
  source->next_input_byte += skipped;
  source->bytes_in_buffer -= skipped;
}

static void check_scans(j_common_ptr library) {
  jpeg_session *session = session_of(library);
  if (session->library.input_scan_number > session->maximum_scans) {
    char text[CODEC_MESSAGE_SIZE];
    snprintf(text, sizeof text, "it has more than %d scans", session->maximum_scans);
    leave_with(session, CODEC_CORRUPT, text);
  }
}

// Must be called after setjmp: the library may already fail here.
static void open_session(jpeg_session *session, const uint8_t *bytes, size_t count) {
  session->library.err = jpeg_std_error(&session->errors);
  session->errors.error_exit = on_error;
  session->errors.output_message = ignore_message;
  session->errors.emit_message = count_warning;
  session->library.client_data = session;
  jpeg_create_decompress(&session->library);
  session->source.init_source = ignore_source;
  session->source.fill_input_buffer = no_more_bytes;
  session->source.skip_input_data = skip_bytes;
  session->source.resync_to_restart = jpeg_resync_to_restart;
  session->source.term_source = ignore_source;
  session->source.next_input_byte = bytes;
  session->source.bytes_in_buffer = count;
  session->library.src = &session->source;
  session->progress.progress_monitor = check_scans;
  session->library.progress = &session->progress;
  if (jpeg_read_header(&session->library, TRUE) == JPEG_SUSPENDED) {
    leave_with(session, CODEC_TRUNCATED, "the file ends before its first scan");
  }
  int components = session->library.num_components;
  if (components != 1 && components != 3 && components != 4) {
    char text[CODEC_MESSAGE_SIZE];
    snprintf(text, sizeof text, "it has %d color components, and only 1, 3 and 4 can be read", components);
    leave_with(session, CODEC_UNSUPPORTED, text);
  }
}

// The functions that call setjmp own nothing: what must survive the jump lives in their callers.
static void read_size(jpeg_session *session, const uint8_t *bytes, size_t count, codec_size *size) {
  if (setjmp(session->leave) != 0) return;
  open_session(session, bytes, count);
  size->width = session->library.image_width;
  size->height = session->library.image_height;
}

codec_status codec_jpeg_size(const uint8_t *bytes, size_t count, codec_size *size, char *message) {
  jpeg_session session = {.status = CODEC_OK, .message = message};
  read_size(&session, bytes, count, size);
  jpeg_destroy_decompress(&session.library);
  return session.status;
}

// `a * b / 255`, rounded as Pillow rounds it (`MULDIV255` of ImagingUtils.h).
static uint8_t multiplied(unsigned a, unsigned b) {
  unsigned product = a * b + 128;
  return (uint8_t)((((product >> 8) + product) >> 8) & 255);
}

// Four inverted inks [width, 4] to RGB [width, 3].
static void convert_inks(const uint8_t *inks, uint32_t width, uint8_t *rgb) {
  for (uint32_t x = 0; x < width; x++, inks += 4, rgb += 3) {
    const unsigned light = inks[3];
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] = (uint8_t)(light - multiplied(255u - inks[channel], light));
    }
  }
}

static void read_pixels(jpeg_session *session, const uint8_t *bytes, size_t count, codec_size size, uint8_t *rgb) {
  if (setjmp(session->leave) != 0) return;
  open_session(session, bytes, count);
  j_decompress_ptr library = &session->library;
  if (library->image_width != size.width || library->image_height != size.height) {
    leave_with(session, CODEC_CORRUPT, "its size is not the one it was opened with");
  }
  const int has_inks = library->num_components == 4;
  library->out_color_space = has_inks ? JCS_CMYK : JCS_RGB;
  if (!jpeg_start_decompress(library)) {
    leave_with(session, CODEC_TRUNCATED, "the file ends before its last scan");
  }
  JSAMPROW inks = NULL;
  if (has_inks) {
    inks = library->mem->alloc_large((j_common_ptr)library, JPOOL_IMAGE, (size_t)size.width * 4);
  }
  for (uint32_t y = 0; y < size.height; y++) {
    uint8_t *row = rgb + (size_t)y * size.width * 3;
    JSAMPROW target = has_inks ? inks : row;
    if (jpeg_read_scanlines(library, &target, 1) != 1) {
      char text[CODEC_MESSAGE_SIZE];
      snprintf(text, sizeof text, "the file ends after %u of %u rows of pixels", y, size.height);
      leave_with(session, CODEC_TRUNCATED, text);
    }
    if (has_inks) convert_inks(inks, size.width, row);
  }
}

codec_status codec_jpeg_decode(const uint8_t *bytes, size_t count, codec_size size, int maximum_scans, uint8_t *rgb,
                               char *message) {
  jpeg_session session = {.status = CODEC_OK, .message = message, .maximum_scans = maximum_scans};
  read_pixels(&session, bytes, count, size, rgb);
  jpeg_destroy_decompress(&session.library);
  return session.status;
}

#define TEXT_OF(value) #value
#define EXPANDED_TEXT_OF(value) TEXT_OF(value)

const char *codec_jpeg_version(void) {
#ifdef LIBJPEG_TURBO_VERSION
  return "libjpeg-turbo " EXPANDED_TEXT_OF(LIBJPEG_TURBO_VERSION);
#else
  return "libjpeg " EXPANDED_TEXT_OF(JPEG_LIB_VERSION);
#endif
}
