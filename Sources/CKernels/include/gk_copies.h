// Floats that only move.
#pragma once

// copy_rows  y[r][c] = x[r][c], rows `x_row` and `y_row` floats apart, which may be negative
// transpose  y[c][r] = x[r][c], likewise
#define GK_COPY_KERNELS(X)                                                                                             \
  X(copy_rows, (const float *x, long x_row, float *y, long y_row, long rows, long columns),                            \
    (x, x_row, y, y_row, rows, columns))                                                                               \
  X(transpose, (const float *x, long x_row, float *y, long y_row, long rows, long columns),                            \
    (x, x_row, y, y_row, rows, columns))
