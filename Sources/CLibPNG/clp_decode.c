// Decoding to RGB or luma.
#include <stdlib.h>
#include <string.h>

#include "CLibPNG.h"
#include "clp_error.h"

struct clp_decoder {
  png_structp png;
  png_infop info;
  const uint8_t *next;
  size_t remaining;
  png_bytep lines;
  clp_error error;
};

clp_decoder *clp_decoder_create(void) {
  clp_decoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  if (setjmp(decoder->error.escape)) {
    clp_decoder_destroy(decoder);
    return NULL;
  }
  decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder->error, clp_error_raise, clp_error_raise);
  if (decoder->png) decoder->info = png_create_info_struct(decoder->png);
  if (!decoder->info) {
    clp_decoder_destroy(decoder);
    return NULL;
  }
  return decoder;
}

void clp_decoder_destroy(clp_decoder *decoder) {
  if (decoder->png) png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
  free(decoder->lines);
  free(decoder);
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  clp_decoder *decoder = png_get_io_ptr(png);
  if (count > decoder->remaining) clp_error_raise(png, "Premature end of PNG file");
  memcpy(target, decoder->next, count);
  decoder->next += count;
  decoder->remaining -= count;
}

// Everything but the header, the palette, the pixels and the end. Transparency is left out of pixels, and so is not read.
static const png_byte skipped_chunks[] =
    "bKGD\0cHRM\0cICP\0cLLI\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0mDCV\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0"
    "tEXt\0tIME\0tRNS\0zTXt";

int clp_decoder_read_header(clp_decoder *decoder, const uint8_t *bytes, size_t count) {
  png_structp png = decoder->png;
  if (setjmp(decoder->error.escape)) return -1;
  decoder->next = bytes;
  decoder->remaining = count;
  png_set_read_fn(png, decoder, read_bytes);
  // The caller decides what is too large, before it asks for pixels.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_benign_errors(png, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped_chunks, (int)(sizeof skipped_chunks / 5));
  png_read_info(png, decoder->info);
  return 0;
}

uint32_t clp_decoder_width(const clp_decoder *decoder) { return png_get_image_width(decoder->png, decoder->info); }
uint32_t clp_decoder_height(const clp_decoder *decoder) { return png_get_image_height(decoder->png, decoder->info); }
int clp_decoder_is_grey(const clp_decoder *decoder) {
  return !(png_get_color_type(decoder->png, decoder->info) & PNG_COLOR_MASK_COLOR);
}
int clp_decoder_is_interlaced(const clp_decoder *decoder) {
  return png_get_interlace_type(decoder->png, decoder->info) != PNG_INTERLACE_NONE;
}
const char *clp_decoder_message(const clp_decoder *decoder) { return decoder->error.message; }

// The weights of JPEG's luma, in 16 bits.
static void convert_to_luma(const png_byte *rgb, uint32_t width, uint8_t *luma) {
  for (uint32_t x = 0; x < width; x++, rgb += 3) {
    luma[x] = (uint8_t)((19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 32768u) >> 16);
  }
}

int clp_decoder_read_pixels(clp_decoder *decoder, int channels, clp_rectangle part, uint8_t *pixels) {
  png_structp png = decoder->png;
  png_infop info = decoder->info;
  if (setjmp(decoder->error.escape)) return -1;
  png_byte type = png_get_color_type(png, info);
  if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_16(png);
  if (type & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(png);
  if (!(type & PNG_COLOR_MASK_COLOR) && channels == 3) png_set_gray_to_rgb(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  int samples = png_get_channels(png, info);
  if (png_get_bit_depth(png, info) != 8 || (samples != channels && samples != 3)) {
    clp_error_raise(png, "Unexpected form of pixels");
  }

  // Interlaced pixels come in several passes over the image, others line by line.
  png_uint_32 height = png_get_image_height(png, info);
  size_t line_length = png_get_rowbytes(png, info);
  size_t line_count = passes > 1 ? height : 1;
  decoder->lines = calloc(line_count, line_length);
  if (!decoder->lines) clp_error_raise(png, "Out of memory");
  for (int pass = 0; pass < passes; pass++) {
    for (png_uint_32 y = 0; y < height; y++) {
      png_bytep line = decoder->lines + (passes > 1 ? y * line_length : 0);
      png_read_row(png, line, NULL);
      if (pass < passes - 1 || y < part.y || y - part.y >= part.height) continue;
      const png_byte *first = line + (size_t)part.x * samples;
      uint8_t *row = pixels + (size_t)(y - part.y) * part.width * channels;
      if (samples == channels) memcpy(row, first, (size_t)part.width * channels);
      else convert_to_luma(first, part.width, row);
    }
  }
  png_read_end(png, NULL);
  return 0;
}
