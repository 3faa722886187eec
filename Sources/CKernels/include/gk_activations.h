// Functions of single numbers.
#pragma once

// exponential, logarithm,        y = exp(x), log(x), log(1 + x), tanh(x), right to 0.51 units in the last place; y may be x
// logarithm_near_one,
// hyperbolic_tangent
// logistic                       y = 1 / (1 + exp(-x)); y may be x
// softplus                       y = log(1 + exp(x)); y may be x
// silu                           y = x * logistic(x); y may be x
// gelu, gelu_tanh                y = x times the normal distribution of x, or an approximation of it; y may be x
// elu                            y = x where x is positive, alpha * (exp(x) - 1) elsewhere; y may be x
// ..._gradient                   dx = dy times the derivative at x; dx may be dy
// binary_cross_entropy           loss of a logit x whose logistic function is to be target
// binary_cross_entropy_gradient  dx = scale times its derivative
#define GK_ACTIVATION_KERNELS(X)                                                                                       \
  X(exponential, (const float *x, float *y, long count), (x, y, count))                                                \
  X(logarithm, (const float *x, float *y, long count), (x, y, count))                                                  \
  X(logarithm_near_one, (const float *x, float *y, long count), (x, y, count))                                         \
  X(hyperbolic_tangent, (const float *x, float *y, long count), (x, y, count))                                         \
  X(logistic, (const float *x, float *y, long count), (x, y, count))                                                   \
  X(softplus, (const float *x, float *y, long count), (x, y, count))                                                   \
  X(softplus_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))                   \
  X(silu, (const float *x, float *y, long count), (x, y, count))                                                       \
  X(silu_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))                       \
  X(gelu, (const float *x, float *y, long count), (x, y, count))                                                       \
  X(gelu_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))                       \
  X(gelu_tanh, (const float *x, float *y, long count), (x, y, count))                                                  \
  X(gelu_tanh_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))                  \
  X(elu, (const float *x, float alpha, float *y, long count), (x, alpha, y, count))                                    \
  X(elu_gradient, (const float *x, const float *dy, float alpha, float *dx, long count), (x, dy, alpha, dx, count))    \
  X(binary_cross_entropy, (const float *x, const float *target, float *loss, long count), (x, target, loss, count))    \
  X(binary_cross_entropy_gradient, (const float *x, const float *target, float scale, float *dx, long count),          \
    (x, target, scale, dx, count))
