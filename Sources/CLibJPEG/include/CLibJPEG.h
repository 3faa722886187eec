// A thin shim over libjpeg-turbo that turns its longjmp-style errors into return values. Internal: no stable interface.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A JPEG being decoded.
typedef struct clj_decoder clj_decoder;

/// A new decoder, or NULL where memory is short.
clj_decoder *clj_decoder_create(void);
void clj_decoder_destroy(clj_decoder *decoder);

/// Reads the header of the `count` > 0 bytes, which must stay in place until the pixels are read.
///
/// Returns 0, or -1 with the reason in clj_decoder_message. Warnings are failures, here and below: a picture that libjpeg
/// had to guess is not what the camera saw.
int clj_decoder_read_header(clj_decoder *decoder, const uint8_t *bytes, size_t count);

/// Size in pixels, known once the header is read.
int clj_decoder_width(const clj_decoder *decoder);
int clj_decoder_height(const clj_decoder *decoder);

/// How the pixels are stored: 1 or 0, known once the header is read.
int clj_decoder_is_grey(const clj_decoder *decoder);
int clj_decoder_has_inks(const clj_decoder *decoder);
int clj_decoder_is_progressive(const clj_decoder *decoder);

/// A file that is not decoded, though it may be whole; clj_decoder_message says why.
enum { CLJ_TOO_LARGE = -2 };

/// A part of an image; (x, y) is its top left pixel.
typedef struct {
  int x, y, width, height;
} clj_rectangle;

/// Writes the height × width × channels bytes of a part that lies within the image, `channels` being 1 (luma) or 3 (RGB).
///
/// They are the same as in the whole image, but what lies outside is transformed only where it has to be, and what lies
/// below is not read: that the file is whole is seen by its end marker. Returns 0 or -1, as above, or CLJ_TOO_LARGE where
/// decoding would take far more time or memory than the pixels are worth.
int clj_decoder_read_pixels(clj_decoder *decoder, int channels, clj_rectangle part, uint8_t *pixels);

/// libjpeg's own words on the last failure.
const char *clj_decoder_message(const clj_decoder *decoder);

/// Encodes height × width × channels bytes, `channels` being 1 or 3, as baseline JPEG (colour subsampled 4:2:0).
///
/// Returns the bytes, to be freed by the caller, and their number in `count`; NULL where memory is short.
uint8_t *clj_encode(const uint8_t *pixels, int width, int height, int channels, int quality, size_t *count);
