// Encoding of RGB or grey pixels.
#include <stdlib.h>

#include "CLibJPEG.h"
#include "clj_error.h"

// On the heap, because what setjmp's own function changes on its stack is lost when libjpeg jumps back.
typedef struct {
  struct jpeg_compress_struct info;
  clj_error error;
  unsigned char *bytes;
  unsigned long count;
} encoder;

uint8_t *clj_encode(const uint8_t *pixels, int width, int height, int channels, int quality, size_t *count) {
  encoder *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  j_compress_ptr info = &state->info;
  info->err = clj_error_init(&state->error);
  if (setjmp(state->error.escape)) {
    jpeg_destroy_compress(&state->info);
    free(state->bytes);
    free(state);
    return NULL;
  }
  jpeg_create_compress(info);
  jpeg_mem_dest(info, &state->bytes, &state->count);
  info->image_width = (JDIMENSION)width;
  info->image_height = (JDIMENSION)height;
  info->input_components = channels;
  info->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(info);
  jpeg_set_quality(info, quality, TRUE);
  jpeg_start_compress(info, TRUE);
  while (info->next_scanline < info->image_height) {
    JSAMPROW row = (JSAMPROW)pixels + (size_t)width * channels * info->next_scanline;
    jpeg_write_scanlines(info, &row, 1);
  }
  jpeg_finish_compress(info);
  jpeg_destroy_compress(info);
  uint8_t *bytes = state->bytes;
  *count = state->count;
  free(state);
  return bytes;
}
