// Softmax of a row, and the loss of its class.
#pragma once

// Each says whether its results are certainly those that sums in order give, in double precision, rounded to float; where
// they may not be, they are to be computed so. Targets are target[c] * kept + spread.
//
// softmax_row                 y[c] = exp(x[c]) / sum over the row of exp(x)
// softmax_row_gradient        dx[c] = y[c] * (dy[c] - sum over the row of dy * y)
// cross_entropy_row           loss = -sum over the row of targets * log(softmax(x))
// cross_entropy_row_gradient  dx[c] = (softmax(x)[c] - targets[c]) * factor
// class_loss_row              both for a target of 1 at one column and 0 elsewhere
// class_loss_row_gradient
#define GK_SOFTMAX_KERNELS(X)                                                                                          \
  X(softmax_row, (const float *x, float *y, long columns, int *certain), (x, y, columns, certain))                     \
  X(softmax_row_gradient, (const float *y, const float *dy, float *dx, long columns, int *certain),                    \
    (y, dy, dx, columns, certain))                                                                                     \
  X(cross_entropy_row,                                                                                                 \
    (const float *x, const float *target, double kept, double spread, float *loss, long columns, int *certain),        \
    (x, target, kept, spread, loss, columns, certain))                                                                 \
  X(cross_entropy_row_gradient,                                                                                        \
    (const float *x, const float *target, double kept, double spread, double factor, float *dx, long columns,          \
     int *certain),                                                                                                    \
    (x, target, kept, spread, factor, dx, columns, certain))                                                           \
  X(class_loss_row, (const float *x, long target, float *loss, long columns, int *certain),                            \
    (x, target, loss, columns, certain))                                                                               \
  X(class_loss_row_gradient,                                                                                           \
    (const float *x, long target, double factor, float *dx, long columns, int *certain),                               \
    (x, target, factor, dx, columns, certain))
