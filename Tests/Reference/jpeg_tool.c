// Makes the JPEG fixtures that PIL cannot write, and decodes with the system's libjpeg, to compare with PIL's own copy.
//
//   cc -O1 -o jpeg_tool jpeg_tool.c -ljpeg
//   jpeg_tool encode rgb|ycc|gray|cmyk|ycck H V QUALITY progressive|baseline RESTART WIDTH HEIGHT < samples > file.jpg
//   jpeg_tool decode < file.jpg > samples      (a line "WIDTH HEIGHT COMPONENTS VERSION" first)
//
// Samples are interleaved bytes: RGB for rgb and ycc, one gray byte, CMYK as stored (Adobe: inverted).

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static int encode(char **arguments) {
  const char *space = arguments[0];
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  jpeg_stdio_dest(&jpeg, stdout);
  jpeg.image_width = atoi(arguments[6]);
  jpeg.image_height = atoi(arguments[7]);
  const int isGray = !strcmp(space, "gray"), isFour = !strcmp(space, "cmyk") || !strcmp(space, "ycck");
  jpeg.input_components = isGray ? 1 : isFour ? 4 : 3;
  jpeg.in_color_space = isGray ? JCS_GRAYSCALE : isFour ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_colorspace(&jpeg, isGray                     ? JCS_GRAYSCALE
                             : !strcmp(space, "rgb")  ? JCS_RGB
                             : !strcmp(space, "cmyk") ? JCS_CMYK
                             : !strcmp(space, "ycck") ? JCS_YCCK
                                                      : JCS_YCbCr);
  jpeg.comp_info[0].h_samp_factor = atoi(arguments[1]);
  jpeg.comp_info[0].v_samp_factor = atoi(arguments[2]);
  jpeg_set_quality(&jpeg, atoi(arguments[3]), TRUE);
  if (!strcmp(arguments[4], "progressive")) jpeg_simple_progression(&jpeg);
  jpeg.restart_interval = atoi(arguments[5]);
  jpeg_start_compress(&jpeg, TRUE);
  const size_t stride = (size_t)jpeg.image_width * jpeg.input_components;
  JSAMPLE *row = malloc(stride);
  while (jpeg.next_scanline < jpeg.image_height) {
    if (fread(row, 1, stride, stdin) != stride) return 1;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  free(row);
  return 0;
}

static int decode(void) {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_stdio_src(&jpeg, stdin);
  jpeg_read_header(&jpeg, TRUE);
  jpeg_start_decompress(&jpeg);
  printf("%u %u %d %d\n", jpeg.output_width, jpeg.output_height, jpeg.output_components, LIBJPEG_TURBO_VERSION_NUMBER);
  const size_t stride = (size_t)jpeg.output_width * jpeg.output_components;
  JSAMPLE *row = malloc(stride);
  while (jpeg.output_scanline < jpeg.output_height) {
    jpeg_read_scanlines(&jpeg, &row, 1);
    fwrite(row, 1, stride, stdout);
  }
  jpeg_finish_decompress(&jpeg);
  jpeg_destroy_decompress(&jpeg);
  free(row);
  return 0;
}

int main(int count, char **arguments) {
  if (count == 10 && !strcmp(arguments[1], "encode")) return encode(arguments + 2);
  if (count == 2 && !strcmp(arguments[1], "decode")) return decode();
  fprintf(stderr, "see the head of jpeg_tool.c\n");
  return 64;
}
