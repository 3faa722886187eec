// Encoding of RGB or grey pixels.
#include <stdlib.h>
#include <string.h>

#include "CLibPNG.h"
#include "clp_error.h"

// On the heap, because what setjmp's own function changes on its stack is lost when libpng jumps back.
typedef struct {
  png_structp png;
  png_infop info;
  uint8_t *bytes;
  size_t count, capacity;
  clp_error error;
} encoder;

static void write_bytes(png_structp png, png_bytep source, size_t count) {
  encoder *state = png_get_io_ptr(png);
  if (state->capacity - state->count < count) {
    size_t capacity = 2 * (state->count + count);
    uint8_t *bytes = realloc(state->bytes, capacity);
    if (!bytes) clp_error_raise(png, "Out of memory");
    state->bytes = bytes;
    state->capacity = capacity;
  }
  memcpy(state->bytes + state->count, source, count);
  state->count += count;
}

static void flush(png_structp png) { (void)png; }

uint8_t *clp_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level, size_t *count) {
  encoder *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  if (setjmp(state->error.escape)) {
    if (state->png) png_destroy_write_struct(&state->png, &state->info);
    free(state->bytes);
    free(state);
    return NULL;
  }
  state->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state->error, clp_error_raise, clp_error_raise);
  if (!state->png) longjmp(state->error.escape, 1);
  png_structp png = state->png;
  state->info = png_create_info_struct(png);
  if (!state->info) clp_error_raise(png, "Out of memory");
  png_set_write_fn(png, state, write_bytes, flush);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(
      png, state->info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
      PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, level);
  png_write_info(png, state->info);
  for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + (size_t)width * channels * y);
  png_write_end(png, state->info);
  png_destroy_write_struct(&state->png, &state->info);
  uint8_t *bytes = state->bytes;
  *count = state->count;
  free(state);
  return bytes;
}
