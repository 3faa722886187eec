// Floats that only move: rows too short to be worth a call each, and transpositions.

/// Rows of whole vectors of `width` floats, the last of which may overlap with the one before it.
#define GK_COPY_ROWS(width)                                                                                            \
  for (long r = 0; r < rows; r++, x += x_row, y += y_row) {                                                            \
    for (long c = 0; c < columns - (width); c += (width)) memcpy(y + c, x + c, (width) * sizeof(float));               \
    memcpy(y + columns - (width), x + columns - (width), (width) * sizeof(float));                                     \
  }

static void copy_rows(const float *x, long x_row, float *y, long y_row, long rows, long columns) {
  if (columns >= 256) {
    for (long r = 0; r < rows; r++) memcpy(y + r * y_row, x + r * x_row, (size_t)columns * sizeof(float));
  } else if (columns >= GK_LANES) {
    GK_COPY_ROWS(GK_LANES)
  } else if (columns >= 4) {
    GK_COPY_ROWS(4)
  } else if (columns == 3) {
    GK_COPY_ROWS(3)
  } else if (columns == 2) {
    GK_COPY_ROWS(2)
  } else if (columns == 1) {
    GK_COPY_ROWS(1)
  }
}
#undef GK_COPY_ROWS

/// Four rows of four floats.
GK_INLINE void transpose_square(const float *x, long x_row, float *y, long y_row) {
  quad a = *(const quad_unaligned *)x, b = *(const quad_unaligned *)(x + x_row);
  quad c = *(const quad_unaligned *)(x + 2 * x_row), d = *(const quad_unaligned *)(x + 3 * x_row);
  quad ab01 = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab23 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  quad cd01 = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd23 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(quad_unaligned *)y = __builtin_shufflevector(ab01, cd01, 0, 1, 4, 5);
  *(quad_unaligned *)(y + y_row) = __builtin_shufflevector(ab01, cd01, 2, 3, 6, 7);
  *(quad_unaligned *)(y + 2 * y_row) = __builtin_shufflevector(ab23, cd23, 0, 1, 4, 5);
  *(quad_unaligned *)(y + 3 * y_row) = __builtin_shufflevector(ab23, cd23, 2, 3, 6, 7);
}

static void transpose(const float *x, long x_row, float *y, long y_row, long rows, long columns) {
  // 16 rows are a line of the cache in y, which is written at once.
  for (long first = 0; first < rows; first += 16) {
    long end = first + 16 < rows ? first + 16 : rows, squares = first + (end - first) / 4 * 4, c = 0;
    for (; c + 4 <= columns; c += 4) {
      for (long r = first; r < squares; r += 4) transpose_square(x + r * x_row + c, x_row, y + c * y_row + r, y_row);
      for (long r = squares; r < end; r++)
        for (long i = c; i < c + 4; i++) y[i * y_row + r] = x[r * x_row + i];
    }
    for (; c < columns; c++)
      for (long r = first; r < end; r++) y[c * y_row + r] = x[r * x_row + c];
  }
}
