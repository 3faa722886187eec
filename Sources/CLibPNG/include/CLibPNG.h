// A thin shim over libpng that turns its longjmp-style errors into return values. Internal: no stable interface.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A PNG being decoded.
typedef struct clp_decoder clp_decoder;

/// A new decoder, or NULL where memory is short.
clp_decoder *clp_decoder_create(void);
void clp_decoder_destroy(clp_decoder *decoder);

/// Reads everything before the pixels of the `count` bytes, which must stay in place until the pixels are read.
///
/// Returns 0, or -1 with the reason in clp_decoder_message. Warnings are failures, here and below. Chunks that say nothing
/// of the stored pixels, such as texts and colour profiles, are skipped, so that they cannot be wrong.
int clp_decoder_read_header(clp_decoder *decoder, const uint8_t *bytes, size_t count);

/// Size in pixels, known once the header is read; nothing of that size has been allocated by then.
uint32_t clp_decoder_width(const clp_decoder *decoder);
uint32_t clp_decoder_height(const clp_decoder *decoder);

/// How the pixels are stored: 1 or 0, known once the header is read.
int clp_decoder_is_grey(const clp_decoder *decoder);
int clp_decoder_is_interlaced(const clp_decoder *decoder);

/// A part of an image; (x, y) is its top left pixel.
typedef struct {
  uint32_t x, y, width, height;
} clp_rectangle;

/// Writes the height × width × channels bytes of a part that lies within the image, `channels` being 1 (luma) or 3 (RGB).
///
/// Transparency is left out, and so are the low bytes of 16-bit levels. The file is read to its end, whatever the part.
/// Returns 0 or -1, as above.
int clp_decoder_read_pixels(clp_decoder *decoder, int channels, clp_rectangle part, uint8_t *pixels);

/// libpng's own words on the last failure.
const char *clp_decoder_message(const clp_decoder *decoder);

/// Encodes height × width × channels bytes, `channels` being 1 (grey) or 3 (RGB), with 8 bits a level.
///
/// Returns the bytes, to be freed by the caller, and their number in `count`; NULL where memory is short.
uint8_t *clp_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level, size_t *count);
