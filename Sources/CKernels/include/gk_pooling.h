// Max-pooling, one output pixel at a time.
#pragma once

// max_pixels           y, the maximum over `count` pixels, and `which` of them had it, the first one of equals
// max_pixels_gradient  adds dy to the pixel that had the maximum
#define GK_POOLING_KERNELS(X)                                                                                          \
  X(max_pixels, (const float *const *pixels, int count, long channels, float *y, unsigned char *which),                \
    (pixels, count, channels, y, which))                                                                               \
  X(max_pixels_gradient,                                                                                               \
    (float *const *pixels, int count, long channels, const float *dy, const unsigned char *which),                     \
    (pixels, count, channels, dy, which))
