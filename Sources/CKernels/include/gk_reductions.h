// Sums over the rows of a matrix, and along them.
#pragma once

// column_sums      sums[c] = sum over rows of x[r][c], rows `stride` floats apart
// row_sums         sums[r] = sum over columns of x[r][c]
// column_moments   sums[c], squares[c] = sums over rows of d and d * d, d = x[r][c] - shift[c]
// column_products  sums[c] = sum over rows of a[r][c] * b[r][c]
#define GK_REDUCTION_KERNELS(X)                                                                                        \
  X(column_sums, (const float *x, long stride, long rows, long columns, float *sums), (x, stride, rows, columns, sums)) \
  X(row_sums, (const float *x, long rows, long columns, float *sums), (x, rows, columns, sums))                        \
  X(column_moments, (const float *x, const float *shift, long rows, long columns, float *sums, float *squares),        \
    (x, shift, rows, columns, sums, squares))                                                                          \
  X(column_products, (const float *a, const float *b, long rows, long columns, float *sums), (a, b, rows, columns, sums))
