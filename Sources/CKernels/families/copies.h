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

static void transpose(const float *x, long x_row, float *y, long y_row, long rows, long columns) {
  // 64 rows are four lines of the cache in y, written one after the other: single ones far from each other take twice as
  // long.
  for (long first = 0; first < rows; first += 64) {
    long end = first + 64 < rows ? first + 64 : rows, squares = first + (end - first) / 4 * 4, c = 0;
    for (; c + 4 <= columns; c += 4) {
      for (long r = first; r < squares; r += 4) transpose_quads(x + r * x_row + c, x_row, y + c * y_row + r, y_row);
      for (long r = squares; r < end; r++)
        for (long i = c; i < c + 4; i++) y[i * y_row + r] = x[r * x_row + i];
    }
    for (; c < columns; c++)
      for (long r = first; r < end; r++) y[c * y_row + r] = x[r * x_row + c];
  }
}
