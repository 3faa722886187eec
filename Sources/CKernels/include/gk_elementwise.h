// Elementwise arithmetic.
#pragma once

// accumulate           y[i] += x[i]
// add, subtract,       y[i] = a[i * a_stride] op b[i * b_stride], strides 0 or 1; y may be a or b
// multiply, divide
// clamp                y = x, clamped to lower ... upper; y may be x
// clamp_gradient       dx = dy where y lies between lower and upper, 0 elsewhere; dx may be dy
// hard_swish           y = x * min(max(x + 3, 0), 6) / 6
// hard_swish_gradient  its gradient with respect to x; dx may be dy
#define GK_ELEMENTWISE_KERNELS(X)                                                                                      \
  X(accumulate, (float *y, const float *x, long count), (y, x, count))                                                 \
  X(add, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                         \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(subtract, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                    \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(multiply, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                    \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(divide, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                      \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(clamp, (const float *x, float lower, float upper, float *y, long count), (x, lower, upper, y, count))              \
  X(clamp_gradient, (const float *y, const float *dy, float lower, float upper, float *dx, long count),                \
    (y, dy, lower, upper, dx, count))                                                                                  \
  X(hard_swish, (const float *x, float *y, long count), (x, y, count))                                                 \
  X(hard_swish_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))
