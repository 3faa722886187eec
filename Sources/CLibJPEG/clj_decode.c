// Decoding to RGB or luma.
#include <stdlib.h>

#include "CLibJPEG.h"
#include "clj_error.h"

// A progressive file may repeat a scan for ever at a few bytes each. Real ones have about ten.
enum { MAX_SCANS = 500 };

struct clj_decoder {
  struct jpeg_decompress_struct info;
  clj_error error;
  struct jpeg_progress_mgr progress;
};

static void limit_scans(j_common_ptr common) {
  j_decompress_ptr info = (j_decompress_ptr)common;
  if (info->input_scan_number > MAX_SCANS) clj_error_raise((clj_error *)info->err, "More scans than a real image has");
}

clj_decoder *clj_decoder_create(void) {
  clj_decoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->info.err = clj_error_init(&decoder->error);
  if (setjmp(decoder->error.escape)) {
    clj_decoder_destroy(decoder);
    return NULL;
  }
  jpeg_create_decompress(&decoder->info);
  decoder->progress.progress_monitor = limit_scans;
  decoder->info.progress = &decoder->progress;
  return decoder;
}

void clj_decoder_destroy(clj_decoder *decoder) {
  jpeg_destroy_decompress(&decoder->info);
  free(decoder);
}

int clj_decoder_read_header(clj_decoder *decoder, const uint8_t *bytes, size_t count) {
  if (setjmp(decoder->error.escape)) return -1;
  jpeg_mem_src(&decoder->info, bytes, count);
  jpeg_read_header(&decoder->info, TRUE);
  return 0;
}

int clj_decoder_width(const clj_decoder *decoder) { return (int)decoder->info.image_width; }
int clj_decoder_height(const clj_decoder *decoder) { return (int)decoder->info.image_height; }
const char *clj_decoder_message(const clj_decoder *decoder) { return decoder->error.message; }

// a · b / 255, rounded.
static inline unsigned scaled(unsigned a, unsigned b) {
  unsigned product = a * b + 128;
  return (product + (product >> 8)) >> 8;
}

// Inks are stored inverted (255 is none), as Adobe does it and as every common decoder assumes.
static void convert_inks(const JSAMPLE *inks, int width, int channels, uint8_t *row) {
  for (int x = 0; x < width; x++, inks += 4, row += channels) {
    unsigned rgb[3];
    for (int c = 0; c < 3; c++) rgb[c] = inks[3] - scaled(255 - inks[c], inks[3]);
    if (channels == 3) {
      for (int c = 0; c < 3; c++) row[c] = (uint8_t)rgb[c];
    } else {
      // The weights of JPEG's own luma, in 16 bits.
      row[0] = (uint8_t)((19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 32768) >> 16);
    }
  }
}

int clj_decoder_read_pixels(clj_decoder *decoder, int channels, uint8_t *pixels) {
  j_decompress_ptr info = &decoder->info;
  if (setjmp(decoder->error.escape)) return -1;
  int has_inks = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
  info->out_color_space = has_inks ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  info->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(info);
  size_t stride = (size_t)info->output_width * channels;
  JSAMPARRAY inks = NULL;
  if (has_inks) inks = info->mem->alloc_sarray((j_common_ptr)info, JPOOL_IMAGE, info->output_width * 4, 1);
  while (info->output_scanline < info->output_height) {
    uint8_t *row = pixels + stride * info->output_scanline;
    if (has_inks) {
      jpeg_read_scanlines(info, inks, 1);
      convert_inks(inks[0], (int)info->output_width, channels, row);
    } else {
      jpeg_read_scanlines(info, &row, 1);
    }
  }
  jpeg_finish_decompress(info);
  return 0;
}
