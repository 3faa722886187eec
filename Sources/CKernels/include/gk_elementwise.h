// Elementwise arithmetic.
#pragma once

/// A matrix that is read; where one of its distances is zero, it is a row or a column, repeated.
typedef struct {
  const float *start;
  long row;   // Floats from one row to the next.
  long step;  // Floats from one column to the next, 0 or 1.
} gk_operand;

// accumulate           y[i] += x[i]
// add, subtract,       y[r][c] = a[r][c] op b[r][c]; y may be where a or b is
// multiply, divide
// clamp                y = x, clamped to lower ... upper; y may be x
// clamp_gradient       dx = dy where y lies between lower and upper, 0 elsewhere; dx may be dy
// leaky                y = x where that is positive, slope * x elsewhere
// leaky_gradient       its gradient with respect to x; dx may be dy
// squared_differences  y[i] = (a[i] - b[i])^2
// squared_differences_gradient  da[i] = 2 * dy * (a[i] - b[i])
// hard_swish           y = x * min(max(x + 3, 0), 6) / 6
// hard_swish_gradient  its gradient with respect to x; dx may be dy
#define GK_ELEMENTWISE_KERNELS(X)                                                                                      \
  X(accumulate, (float *y, const float *x, long count), (y, x, count))                                                 \
  X(add, (gk_operand a, gk_operand b, float *y, long rows, long columns), (a, b, y, rows, columns))                    \
  X(subtract, (gk_operand a, gk_operand b, float *y, long rows, long columns), (a, b, y, rows, columns))               \
  X(multiply, (gk_operand a, gk_operand b, float *y, long rows, long columns), (a, b, y, rows, columns))               \
  X(divide, (gk_operand a, gk_operand b, float *y, long rows, long columns), (a, b, y, rows, columns))                 \
  X(clamp, (const float *x, float lower, float upper, float *y, long count), (x, lower, upper, y, count))              \
  X(clamp_gradient, (const float *y, const float *dy, float lower, float upper, float *dx, long count),                \
    (y, dy, lower, upper, dx, count))                                                                                  \
  X(leaky, (const float *x, float slope, float *y, long count), (x, slope, y, count))                                  \
  X(leaky_gradient, (const float *x, const float *dy, float slope, float *dx, long count), (x, dy, slope, dx, count))  \
  X(squared_differences, (const float *a, const float *b, float *y, long count), (a, b, y, count))                     \
  X(squared_differences_gradient, (const float *a, const float *b, float dy, float *da, long count),                   \
    (a, b, dy, da, count))                                                                                             \
  X(hard_swish, (const float *x, float *y, long count), (x, y, count))                                                 \
  X(hard_swish_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))
