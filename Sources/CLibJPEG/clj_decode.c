// Decoding to RGB or luma.
#include <stdlib.h>
#include <string.h>

#include "CLibJPEG.h"
#include "clj_error.h"

// A progressive file may repeat a scan for ever at a few bytes each. Real ones have about ten. All coefficients of such a
// file are in memory at once, and every scan goes over all of them.
enum { MAX_SCANS = 100, MAX_COEFFICIENT_MEGABYTES = 256 };
static const int64_t MAX_SCANNED_PIXELS = 1000000000;

struct clj_decoder {
  struct jpeg_decompress_struct info;
  clj_error error;
  struct jpeg_progress_mgr progress;
};

static void limit_scans(j_common_ptr common) {
  j_decompress_ptr info = (j_decompress_ptr)common;
  clj_error *error = (clj_error *)info->err;
  if (info->input_scan_number > MAX_SCANS) clj_error_raise(error, "More than 100 scans");
  int64_t pixels = (int64_t)info->image_width * info->image_height;
  if (info->input_scan_number * pixels <= MAX_SCANNED_PIXELS || info->input_scan_number == 1) return;
  clj_error_refuse(error, "its scans have more than 1000 million pixels together");
}

// Refuses files that take more memory than pixels while they are decoded.
static void limit_coefficients(j_decompress_ptr info) {
  if (!jpeg_has_multiple_scans(info)) return;
  int64_t bytes = 0;
  for (int i = 0; i < info->num_components; i++) {
    const jpeg_component_info *component = &info->comp_info[i];
    bytes += (int64_t)component->width_in_blocks * component->height_in_blocks * (int64_t)sizeof(JBLOCK);
  }
  if (bytes <= (int64_t)MAX_COEFFICIENT_MEGABYTES << 20) return;
  clj_error *error = (clj_error *)info->err;
  clj_error_refuse(error, "it has several scans, and its coefficients take more than 256 MB");
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
int clj_decoder_is_grey(const clj_decoder *decoder) { return decoder->info.jpeg_color_space == JCS_GRAYSCALE; }
int clj_decoder_is_progressive(const clj_decoder *decoder) { return decoder->info.progressive_mode ? 1 : 0; }

int clj_decoder_has_inks(const clj_decoder *decoder) {
  J_COLOR_SPACE space = decoder->info.jpeg_color_space;
  return space == JCS_CMYK || space == JCS_YCCK;
}

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

// Whether the file goes on to its end marker; libjpeg does not look at lines that nobody reads.
static int has_end(j_decompress_ptr info) {
  if (jpeg_input_complete(info) || info->unread_marker == JPEG_EOI) return 1;
  const JOCTET *start = info->src->next_input_byte;
  for (size_t i = info->src->bytes_in_buffer; i >= 2; i--) {
    if (start[i - 2] == 0xFF && start[i - 1] == JPEG_EOI) return 1;
  }
  return 0;
}

// Chroma is interpolated between neighbours, so that the edges of a part are right only if the next sample of halved chroma
// is decoded too.
enum { CROP_MARGIN = 2 };

int clj_decoder_read_pixels(clj_decoder *decoder, int channels, clj_rectangle part, uint8_t *pixels) {
  j_decompress_ptr info = &decoder->info;
  switch (setjmp(decoder->error.escape)) {
    case 0: break;
    case CLJ_REFUSED: return CLJ_TOO_LARGE;
    default: return -1;
  }
  limit_coefficients(info);
  int has_inks = clj_decoder_has_inks(decoder);
  int samples = has_inks ? 4 : channels;
  info->out_color_space = has_inks ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  info->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(info);
  int left = part.x > CROP_MARGIN ? part.x - CROP_MARGIN : 0;
  JDIMENSION offset = (JDIMENSION)left;
  if (part.width < (int)info->output_width) {
    int right = part.x + part.width + CROP_MARGIN;
    if (right > (int)info->output_width) right = (int)info->output_width;
    JDIMENSION width = (JDIMENSION)(right - left);
    jpeg_crop_scanline(info, &offset, &width);
  }
  // libjpeg-turbo writes colours past the caches where a row is aligned; whoever reads them next would wait for memory.
  size_t line_length = (size_t)info->output_width * samples;
  JSAMPROW line = (JSAMPROW)info->mem->alloc_large((j_common_ptr)info, JPOOL_IMAGE, line_length + 1) + 1;
  if (part.y > 0) jpeg_skip_scanlines(info, (JDIMENSION)part.y);
  const JSAMPLE *first = line + (size_t)(part.x - (int)offset) * samples;
  size_t stride = (size_t)part.width * channels;
  for (int y = 0; y < part.height; y++) {
    uint8_t *row = pixels + stride * y;
    jpeg_read_scanlines(info, &line, 1);
    if (has_inks) convert_inks(first, part.width, channels, row);
    else memcpy(row, first, stride);
  }
  if (info->output_scanline < info->output_height) {
    if (!has_end(info)) clj_error_raise(&decoder->error, "Premature end of JPEG file");
    jpeg_skip_scanlines(info, info->output_height - info->output_scanline);
  }
  jpeg_finish_decompress(info);
  return 0;
}
