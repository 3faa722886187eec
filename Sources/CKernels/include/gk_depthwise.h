// Depthwise convolution, row by row.
#pragma once
#include "gk_epilogue.h"

/// A row of output pixels: each channel is summed over its own windows on some rows of an image.
typedef struct {
  const float *const *rows;          // The image's row under each row of the windows; null where there is none.
  long width;                        // Pixels in each of them.
  long kernel_height, kernel_width;  // Extents of a window.
  long stride, left;                 // Windows begin at columns -left, stride - left, 2 stride - left, ...
  const float *weights;              // [kernel_height][kernel_width][channels]
  float *output;                     // [pixels][channels]
  long pixels, channels;
  gk_epilogue epilogue;              // Without an addend.
} gk_depthwise_row;

/// A row of input pixels on the way back, with the gradients of all windows that it is part of.
typedef struct {
  const float *const *gradients;     // Of the output row that has this row under row i of its windows; or null.
  long gradient_width;               // Pixels in each of them.
  long kernel_height, kernel_width;
  long stride, left;
  const float *input;                // [width][channels]
  const float *weights;              // [kernel_height][kernel_width][channels]
  long width, channels;
  float *input_gradient;             // [width][channels], written.
  float *weight_gradient;            // [kernel_height][kernel_width][channels], added to.
} gk_depthwise_gradient_row;

// depthwise_sums       one row of the output
// depthwise_gradients  one row of the input's gradient, and what it adds to that of the weights
#define GK_DEPTHWISE_KERNELS(X)                                                                                        \
  X(depthwise_sums, (const gk_depthwise_row *row), (row))                                                              \
  X(depthwise_gradients, (const gk_depthwise_gradient_row *row), (row))
