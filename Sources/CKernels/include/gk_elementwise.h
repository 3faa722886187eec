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
  X(hard_swish, (const float *x, float *y, long count), (x, y, count))                                                 \
  X(hard_swish_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))
