// Weighted sums of the rows and pixels of images.
#pragma once

// blend_rows    y[i] = sum over taps of weights[t] * x[rows[t] * count + i]
// blend_pixels  pixel p of y = sum over its taps, starts[p] ..< starts[p + 1], of weights[t] * pixel indices[t] of x
//
// Sums are in the order of the taps and begin at zero; a single tap of weight 1 is a copy.
#define GK_RESAMPLING_KERNELS(X)                                                                                       \
  X(blend_rows, (const float *x, const long *rows, const float *weights, long taps, float *y, long count),             \
    (x, rows, weights, taps, y, count))                                                                                \
  X(blend_pixels,                                                                                                      \
    (const float *x, const long *starts, const long *indices, const float *weights, float *y, long pixels,             \
     long channels),                                                                                                   \
    (x, starts, indices, weights, y, pixels, channels))
