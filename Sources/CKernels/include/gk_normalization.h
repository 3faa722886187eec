// Normalisation of rows of pixels, perhaps with a max-pool behind it.
#pragma once

/// Normalised: y = x * scale + offset, clamped to lower ... upper, with batch norm's deviation and mean worked into
/// scale and offset. The gradient with respect to x, where x > floor:
/// dy * scale + (x - mean) * gradient_scale + gradient_bias.
typedef struct {
  const float *scale;
  const float *offset;
  const float *mean;
  const float *gradient_scale;
  const float *gradient_bias;
  float lower;
  float upper;
  float floor;
} gk_normalization;

// normalize                y of each pixel; y may be x
// normalize_gradient_sums  sums[c], products[c] += sums over rows of dy and dy * (x - mean[c]), where y is not clamped
// normalize_gradient       the gradient with respect to x; dx may be dy
//
// With a pool nothing is clamped, and `which` says which pixel of each window of size * size had the maximum. Each call
// is for a row of windows; `row_stride` floats lie between the rows of x.
//
// normalize_pool                y, the maximum of each window, and `which`
// normalize_pool_gradient_sums  sums[c], products[c] += sums over windows of dy and dy * (x - mean[c]), x the chosen
//                               pixel
// normalize_pool_gradient       the gradient with respect to the pixels of the windows
#define GK_NORMALIZATION_KERNELS(X)                                                                                    \
  X(normalize, (const float *x, const gk_normalization *n, float *y, long rows, long columns),                         \
    (x, n, y, rows, columns))                                                                                          \
  X(normalize_gradient_sums,                                                                                           \
    (const float *x, const float *dy, const gk_normalization *n, long rows, long columns, float *sums,                 \
     float *products),                                                                                                 \
    (x, dy, n, rows, columns, sums, products))                                                                         \
  X(normalize_gradient,                                                                                                \
    (const float *x, const float *dy, const gk_normalization *n, float *dx, long rows, long columns),                  \
    (x, dy, n, dx, rows, columns))                                                                                     \
  X(normalize_pool,                                                                                                    \
    (const float *x, long row_stride, int size, const gk_normalization *n, float *y, unsigned char *which, long pixels,\
     long columns),                                                                                                    \
    (x, row_stride, size, n, y, which, pixels, columns))                                                               \
  X(normalize_pool_gradient_sums,                                                                                      \
    (const float *x, long row_stride, int size, const float *dy, const unsigned char *which,                           \
     const gk_normalization *n, long pixels, long columns, float *sums, float *products),                              \
    (x, row_stride, size, dy, which, n, pixels, columns, sums, products))                                              \
  X(normalize_pool_gradient,                                                                                           \
    (const float *x, long row_stride, int size, const float *dy, const unsigned char *which,                           \
     const gk_normalization *n, float *dx, long pixels, long columns),                                                 \
    (x, row_stride, size, dy, which, n, dx, pixels, columns))
