// Levels of images: resizing and warping.
#pragma once

/// A line of a warped image: where its pixels lie in the source, and what becomes of their levels.
typedef struct {
  /// Position of the first pixel, neither coordinate negative.
  float column, row;
  /// How far the next one is.
  float column_step, row_step;
  /// Levels are multiplied by the factor, then the channel's offset is added.
  float factor, offset[3];
} gk_warp_line;

// blend_levels   y[i] = sum over taps of weights[tap] * x[tap * row_stride + i]: rows of levels made one
// resample_line  y[i] = sum over taps of weights[i * stride + tap] * x[starts[i] + tap], pixels of 1 or 3 channels;
//                weights from taps to stride, a multiple of 4, are 0. Reads up to 12 floats behind x, and writes one
//                behind y.
// warp_pixels    a line of bilinear samples of pixels of 1 or 3 channels, row_length bytes between the rows of x;
//                reads up to 4 bytes behind the right lower neighbour of a position
// round_levels   y[i] = the level nearest to x[i], the upper one of two
#define GK_IMAGE_KERNELS(X)                                                                                            \
  X(blend_levels,                                                                                                      \
    (const unsigned char *x, long row_stride, const float *weights, long taps, float *y, long count),                  \
    (x, row_stride, weights, taps, y, count))                                                                          \
  X(resample_line,                                                                                                     \
    (const float *x, int channels, const long *starts, const float *weights, long stride, long taps, float *y,         \
     long count),                                                                                                      \
    (x, channels, starts, weights, stride, taps, y, count))                                                            \
  X(warp_pixels,                                                                                                       \
    (const unsigned char *x, long row_length, int channels, const gk_warp_line *line, float *y, long count),           \
    (x, row_length, channels, line, y, count))                                                                         \
  X(round_levels, (const float *x, unsigned char *y, long count), (x, y, count))
