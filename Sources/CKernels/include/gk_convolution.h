// Convolution by register tiles, and its weight gradient.
#pragma once
#include "gk_epilogue.h"

/// A line of output pixels, all with windows of one shape at equal distances on the input.
///
/// Weights come in panels of output channels, [rows][run][width], zeros behind the last channel; the width is
/// gk_panel_width() of the channels left.
typedef struct {
  const float *input;      // The first pixel's window.
  long pixel_stride;       // Floats from one pixel's window to the next one's.
  long row_stride;         // Floats from one row of a window to the next.
  long rows, run;          // Rows of a window, and consecutive floats in each.
  const float *weights;    // A panel, from the window's first row on.
  long weight_row_stride;  // Floats from one row of the panel to the next.
  float *output;           // The first pixel's channels of this panel.
  long output_stride;      // Floats from one output pixel to the next.
  long pixels, channels;   // Length of the line, and channels of this panel.
  gk_epilogue epilogue;    // For the channels of this panel; the addend from the first pixel on.
} gk_window_line;

/// Products of an input and of a panel of the output's gradient, summed over a box of pixels.
typedef struct {
  const float *input;                                 // The first of `run` floats in the first pixel's window.
  long input_image, input_row, input_pixel;           // Floats from one image, row, pixel of the box to the next.
  const float *gradient;                              // `width` floats a pixel.
  long gradient_image, gradient_row, gradient_pixel;  // Floats from one image, row, pixel of the box to the next.
  long images, rows, pixels;                          // Extents of the box.
  float *sums;                                        // `run` rows of `width` floats.
  long sum_row;                                       // Floats from one row of the sums to the next.
  long run, width;                                    // Width is that of a panel.
  int accumulates;                                    // Whether the sums are added to what is there.
} gk_weight_box;

// window_sums  one line of a convolution
// weight_sums  sums over pixels for a convolution's weight gradient
#define GK_CONVOLUTION_KERNELS(X)                                                                                      \
  X(window_sums, (const gk_window_line *line), (line))                                                                 \
  X(weight_sums, (const gk_weight_box *box), (box))
