// Normalisation of rows by their own statistics.
#pragma once

// normalize_rows           y[r][c] = (x[r][c] - means[r]) * inverses[r] * scale[c] + offset[c], with the mean and the
//                          inverse deviation of each row, which it writes; scale and offset may be null; y may be x
// normalize_rows_gradient  the gradient with respect to x; dx may be dy
// normalize_rows_sums      dscale[c], doffset[c] += sums over rows of dy * (x - mean) * inverse and of dy; row_stride
//                          floats lie between the rows
#define GK_LAYER_NORM_KERNELS(X)                                                                                       \
  X(normalize_rows,                                                                                                    \
    (const float *x, const float *scale, const float *offset, float epsilon, float *y, float *means, float *inverses,  \
     long rows, long columns),                                                                                         \
    (x, scale, offset, epsilon, y, means, inverses, rows, columns))                                                    \
  X(normalize_rows_gradient,                                                                                           \
    (const float *x, const float *dy, const float *scale, const float *means, const float *inverses, float *dx,        \
     long rows, long columns),                                                                                         \
    (x, dy, scale, means, inverses, dx, rows, columns))                                                                \
  X(normalize_rows_sums,                                                                                               \
    (const float *x, const float *dy, const float *means, const float *inverses, long rows, long columns,              \
     long row_stride, float *dscale, float *doffset),                                                                  \
    (x, dy, means, inverses, rows, columns, row_stride, dscale, doffset))
