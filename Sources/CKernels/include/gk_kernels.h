// Every kernel that exists once per instruction set, and which set is in use.
//
// All kernels are single-threaded and work on a piece of a tensor: cutting work into pieces is the caller's business.
// Arrays may not overlap unless a kernel says so.
#pragma once
#include "gk_convolution.h"
#include "gk_depthwise.h"
#include "gk_images.h"
#include "gk_normalization.h"
#include "gk_winograd.h"

/// GK_KERNELS(X) calls X(name, parameters, arguments) for every kernel. Prototypes, the table of function pointers and
/// the functions that forward to the chosen variant are all made from this list; `families/` holds the definitions.
#define GK_KERNELS(X)                                                                                                  \
  /* y[i] += x[i] */                                                                                                   \
  X(accumulate, (float *y, const float *x, long count), (y, x, count))                                                 \
  /* y[i] = a[i * a_stride] op b[i * b_stride], strides 0 or 1; y may be a or b */                                     \
  X(add, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                         \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(subtract, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                    \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(multiply, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                    \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  X(divide, (const float *a, long a_stride, const float *b, long b_stride, float *y, long count),                      \
    (a, a_stride, b, b_stride, y, count))                                                                              \
  /* y = x, limited to lower ... upper; y may be x */                                                                  \
  X(limit, (const float *x, float lower, float upper, float *y, long count), (x, lower, upper, y, count))              \
  /* dx = dy where y lies between the limits, 0 elsewhere; dx may be dy */                                             \
  X(limit_gradient, (const float *y, const float *dy, float lower, float upper, float *dx, long count),                \
    (y, dy, lower, upper, dx, count))                                                                                  \
  /* y = x * min(max(x + 3, 0), 6) / 6 */                                                                              \
  X(hard_swish, (const float *x, float *y, long count), (x, y, count))                                                 \
  /* Its gradient with respect to x; dx may be dy */                                                                   \
  X(hard_swish_gradient, (const float *x, const float *dy, float *dx, long count), (x, dy, dx, count))                 \
  /* sums[c] = sum over rows of x[r][c] */                                                                             \
  X(column_sums, (const float *x, long rows, long columns, float *sums), (x, rows, columns, sums))                     \
  /* sums[c], squares[c] = sums over rows of d and d * d, d = x[r][c] - shift[c] */                                    \
  X(column_moments, (const float *x, const float *shift, long rows, long columns, float *sums, float *squares),        \
    (x, shift, rows, columns, sums, squares))                                                                          \
  /* sums[c] = sum over rows of a[r][c] * b[r][c] */                                                                   \
  X(column_products, (const float *a, const float *b, long rows, long columns, float *sums), (a, b, rows, columns, sums))\
  /* Normalisation, see gk_normalization.h, of rows of pixels; y may be x */                                           \
  X(normalize, (const float *x, const gk_normalization *n, float *y, long rows, long columns),                         \
    (x, n, y, rows, columns))                                                                                          \
  /* sums[c], products[c] += sums over rows of dy and dy * (x - mean[c]), where y is not limited */                    \
  X(normalize_gradient_sums,                                                                                           \
    (const float *x, const float *dy, const gk_normalization *n, long rows, long columns, float *sums,                 \
     float *products),                                                                                                 \
    (x, dy, n, rows, columns, sums, products))                                                                         \
  /* The gradient with respect to x; dx may be dy */                                                                   \
  X(normalize_gradient,                                                                                                \
    (const float *x, const float *dy, const gk_normalization *n, float *dx, long rows, long columns),                  \
    (x, dy, n, dx, rows, columns))                                                                                     \
  /* Normalisation without limits, then the maximum of each window of size * size pixels, and which pixel had it. A row of\
     windows; `row_stride` floats lie between the rows of x. */                                                        \
  X(normalize_pool,                                                                                                    \
    (const float *x, long row_stride, int size, const gk_normalization *n, float *y, unsigned char *which, long pixels,\
     long columns),                                                                                                    \
    (x, row_stride, size, n, y, which, pixels, columns))                                                               \
  /* sums[c], products[c] += sums over windows of dy and dy * (x - mean[c]), x the pixel that had the maximum */       \
  X(normalize_pool_gradient_sums,                                                                                      \
    (const float *x, long row_stride, int size, const float *dy, const unsigned char *which,                           \
     const gk_normalization *n, long pixels, long columns, float *sums, float *products),                              \
    (x, row_stride, size, dy, which, n, pixels, columns, sums, products))                                              \
  /* The gradient with respect to the pixels of the windows */                                                         \
  X(normalize_pool_gradient,                                                                                           \
    (const float *x, long row_stride, int size, const float *dy, const unsigned char *which,                           \
     const gk_normalization *n, float *dx, long pixels, long columns),                                                 \
    (x, row_stride, size, dy, which, n, dx, pixels, columns))                                                          \
  /* One output pixel of a max-pool: the maximum over `count` pixels and which of them had it, first come first. */    \
  X(max_pixels, (const float *const *pixels, int count, long channels, float *y, unsigned char *which),                \
    (pixels, count, channels, y, which))                                                                               \
  /* The reverse: adds dy to the pixel that had the maximum. */                                                        \
  X(max_pixels_gradient,                                                                                               \
    (float *const *pixels, int count, long channels, const float *dy, const unsigned char *which),                     \
    (pixels, count, channels, dy, which))                                                                              \
  /* One line of a convolution. */                                                                                     \
  X(window_sums, (const gk_window_line *line), (line))                                                                 \
  /* Sums over pixels for a convolution's weight gradient. */                                                          \
  X(weight_sums, (const gk_weight_box *box), (box))                                                                   \
  /* One row of a depthwise convolution, and of both its gradients. */                                                 \
  X(depthwise_sums, (const gk_depthwise_row *row), (row))                                                              \
  X(depthwise_gradients, (const gk_depthwise_gradient_row *row), (row))                                                \
  /* Tiles of an image transformed to positions: those of an input, those of a filter with taps × taps pixels. */        \
  X(winograd_input, (int side, const gk_winograd_row *row), (side, row))                                               \
  X(winograd_filter, (int side, int taps, const gk_winograd_row *row), (side, taps, row))                              \
  /* Positions transformed to tiles of outputs × outputs pixels. */                                                    \
  X(winograd_output, (int side, int outputs, const gk_winograd_row *row), (side, outputs, row))                        \
  /* panel[r][c] = x[r * row_stride + c], zeros from `channels` to `width` */                                           \
  X(pack_panel, (const float *x, long row_stride, long rows, long channels, float *panel, long width),                 \
    (x, row_stride, rows, channels, panel, width))                                                                     \
  /* panel[r][c] = x[c * channel_stride + r], zeros from `channels` to `width` */                                       \
  X(pack_panel_transposed,                                                                                             \
    (const float *x, long channel_stride, long rows, long channels, float *panel, long width),                         \
    (x, channel_stride, rows, channels, panel, width))                                                                 \
  /* y[r * row_stride + c] = sum over `count` panels [rows][width] at a distance of panel_stride */                    \
  X(unpack_panels,                                                                                                     \
    (const float *panels, long count, long panel_stride, long rows, long channels, long width, float *y,               \
     long row_stride),                                                                                                 \
    (panels, count, panel_stride, rows, channels, width, y, row_stride))                                               \
  /* As many multiply-adds as `steps` of a convolution's tile, all in registers; values[0 ..< 64] are their operands and  \
     results, *count is their number. */                                                                               \
  X(multiply_adds, (float *values, long steps, long *count), (values, steps, count))                                   \
  /* sum = the sum of x; y = value; y = x: passes over memory */                                                       \
  X(stream_read, (const float *x, long count, float *sum), (x, count, sum))                                            \
  X(stream_write, (float *y, float value, long count), (y, value, count))                                              \
  X(stream_copy, (const float *x, float *y, long count), (x, y, count))                                                \
  /* Steps of optimizers along a gradient. SGD: velocity = momentum * velocity - rate * gradient, w += velocity; with  \
     Nesterov's look ahead w += momentum * velocity - rate * gradient. velocity may be null: momentum is zero. */      \
  X(sgd,                                                                                                               \
    (float *w, float *velocity, const float *gradient, long count, float rate, float momentum, int is_nesterov),       \
    (w, velocity, gradient, count, rate, momentum, is_nesterov))                                                       \
  /* RMSProp: square, average = moving means of gradient^2 and gradient, step = rate * gradient /                      \
     sqrt(square - average^2 + epsilon), velocity = momentum * velocity + step, w -= velocity. average and velocity may be\
     null: the mean counts as zero, w -= step. */                                                                      \
  X(rmsprop,                                                                                                           \
    (float *w, float *square, float *average, float *velocity, const float *gradient, long count, float rate,          \
     float rho, float momentum, float epsilon),                                                                        \
    (w, square, average, velocity, gradient, count, rate, rho, momentum, epsilon))                                     \
  /* y[i] = sum over taps of weights[tap] * x[tap * row_stride + i]: rows of levels made one */                          \
  X(blend_levels,                                                                                                      \
    (const unsigned char *x, long row_stride, const float *weights, long taps, float *y, long count),                  \
    (x, row_stride, weights, taps, y, count))                                                                          \
  /* y[i] = sum over taps of weights[i * stride + tap] * x[starts[i] + tap], pixels of 1 or 3 channels; weights from taps \
     to stride, a multiple of 4, are 0. Reads up to 12 floats behind x, and writes one behind y. */                     \
  X(resample_line,                                                                                                     \
    (const float *x, int channels, const long *starts, const float *weights, long stride, long taps, float *y,         \
     long count),                                                                                                      \
    (x, channels, starts, weights, stride, taps, y, count))                                                            \
  /* A line of bilinear samples of pixels of 1 or 3 channels, row_length bytes between the rows of x; reads up to 4 bytes  \
     behind the right lower neighbour of a place. */                                                                   \
  X(warp_pixels,                                                                                                         \
    (const unsigned char *x, long row_length, int channels, const gk_warp_line *line, float *y, long count),           \
    (x, row_length, channels, line, y, count))                                                                         \
  /* y[i] = the level nearest to x[i], the upper one of two */                                                               \
  X(round_levels, (const float *x, unsigned char *y, long count), (x, y, count))                                       \
  /* Adam: moments m and v, w -= decay * w, w -= rate * m / (sqrt(v) + epsilon). */                                    \
  X(adam,                                                                                                              \
    (float *w, float *m, float *v, const float *gradient, long count, float rate, float decay, float beta1,            \
     float beta2, float epsilon),                                                                                      \
    (w, m, v, gradient, count, rate, decay, beta1, beta2, epsilon))

#define GK_PROTOTYPE(name, parameters, arguments) void gk_##name parameters;
GK_KERNELS(GK_PROTOTYPE)
#undef GK_PROTOTYPE

/// The instruction set in use: "avx512", "avx2" or "portable".
///
/// The best that the processor has, unless the environment variable GALAXY_KERNELS names another when the first kernel
/// runs; one that the processor lacks is ignored.
const char *gk_instruction_set(void);
