// Sums over the rows of a matrix, one a column, and along its rows.
//
// Rows are summed in blocks whose results are added up, so that rounding grows with the square root of the count and not
// with the count. A sum waits for the one before it: several columns and several blocks are summed at a time, which leaves
// every sum in its order.

enum { GK_SUM_BLOCK = 64, GK_SUMS_AT_ONCE = 8, GK_LONG_ROW = 16 };

/// A vector of a matrix that ends at `end`. What lies behind the vector in the matrix may come along.
GK_INLINE vec load_within(const float *p, long lanes, const float *end) {
  return end - p >= GK_LANES ? load(p) : load_first(p, lanes);
}

/// Adds rows to `totals`, a block after the other: `blocks` of them at a time, `vectors` vectors of columns in each.
GK_INLINE void add_blocks(const float *x, long stride, long rows, long vectors, long blocks, long lanes,
                          const float *end, vec *totals) {
  vec sums[GK_SUMS_AT_ONCE] = {{0}};
  for (long r = 0; r < rows; r++)
    GK_UNROLL for (long b = 0; b < blocks; b++)
      GK_UNROLL for (long v = 0; v < vectors; v++)
        sums[b * vectors + v] += load_within(x + (b * GK_SUM_BLOCK + r) * stride + v * GK_LANES, lanes, end);
  GK_UNROLL for (long b = 0; b < blocks; b++)
    GK_UNROLL for (long v = 0; v < vectors; v++) totals[v] += sums[b * vectors + v];
}

/// Sums of `vectors` vectors of columns, of which the last has `lanes`.
GK_INLINE void sums_of_vectors(const float *x, long stride, long rows, long vectors, long lanes, const float *end,
                               float *sums) {
  const long blocks = GK_SUMS_AT_ONCE / vectors;
  vec totals[GK_SUMS_AT_ONCE] = {{0}};
  long r = 0;
  for (; r + blocks * GK_SUM_BLOCK <= rows; r += blocks * GK_SUM_BLOCK)
    add_blocks(x + r * stride, stride, GK_SUM_BLOCK, vectors, blocks, lanes, end, totals);
  for (; r < rows; r += GK_SUM_BLOCK)
    add_blocks(x + r * stride, stride, rows - r < GK_SUM_BLOCK ? rows - r : GK_SUM_BLOCK, vectors, 1, lanes, end, totals);
  GK_UNROLL for (long v = 0; v < vectors; v++) store_lanes(sums + v * GK_LANES, totals[v], lanes);
}

static void column_sums(const float *x, long stride, long rows, long columns, float *sums) {
  const float *end = x + (rows - 1) * stride + columns;
  long c = 0;
  for (; c + 8 * GK_LANES <= columns; c += 8 * GK_LANES) sums_of_vectors(x + c, stride, rows, 8, GK_LANES, end, sums + c);
  for (; c + 4 * GK_LANES <= columns; c += 4 * GK_LANES) sums_of_vectors(x + c, stride, rows, 4, GK_LANES, end, sums + c);
  for (; c + 2 * GK_LANES <= columns; c += 2 * GK_LANES) sums_of_vectors(x + c, stride, rows, 2, GK_LANES, end, sums + c);
  for (; c + GK_LANES <= columns; c += GK_LANES) sums_of_vectors(x + c, stride, rows, 1, GK_LANES, end, sums + c);
  if (c < columns) sums_of_vectors(x + c, stride, rows, 1, columns - c, end, sums + c);
}

/// A row as a matrix of 16 columns, so that the vectors are full: its columns are summed, then their sums.
GK_INLINE float long_row_sum(const float *x, long columns) {
  float sums[GK_LONG_ROW], total = 0;
  column_sums(x, GK_LONG_ROW, columns / GK_LONG_ROW, GK_LONG_ROW, sums);
  for (long c = 0; c < GK_LONG_ROW; c++) total += sums[c];
  for (long c = columns / GK_LONG_ROW * GK_LONG_ROW; c < columns; c++) total += x[c];
  return total;
}

/// Sums of `count` rows in their order, next to each other.
GK_INLINE void short_row_sums(const float *x, long columns, long count, float *sums) {
  float totals[GK_SUMS_AT_ONCE] = {0};
  for (long c = 0; c < columns; c++)
    GK_UNROLL for (long r = 0; r < count; r++) totals[r] += x[r * columns + c];
  GK_UNROLL for (long r = 0; r < count; r++) sums[r] = totals[r];
}

static void row_sums(const float *x, long rows, long columns, float *sums) {
  long r = 0;
  if (columns >= GK_SUM_BLOCK) {
    for (; r < rows; r++) sums[r] = long_row_sum(x + r * columns, columns);
    return;
  }
  for (; r + GK_SUMS_AT_ONCE <= rows; r += GK_SUMS_AT_ONCE)
    short_row_sums(x + r * columns, columns, GK_SUMS_AT_ONCE, sums + r);
  for (; r < rows; r++) short_row_sums(x + r * columns, columns, 1, sums + r);
}

static void column_moments(const float *x, const float *shift, long rows, long columns, float *sums, float *squares) {
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec zero = load_lanes(shift + c, lanes), total = {0}, total2 = {0};
    for (long first = 0; first < rows; first += GK_SUM_BLOCK) {
      long end = first + GK_SUM_BLOCK < rows ? first + GK_SUM_BLOCK : rows;
      vec sum = {0}, sum2 = {0};
      for (long r = first; r < end; r++) {
        vec d = load_lanes(x + r * columns + c, lanes) - zero;
        sum += d;
        sum2 = fma_vec(d, d, sum2);
      }
      total += sum;
      total2 += sum2;
    }
    store_lanes(sums + c, total, lanes);
    store_lanes(squares + c, total2, lanes);
  }
}

static void column_products(const float *a, const float *b, long rows, long columns, float *sums) {
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec total = {0};
    for (long first = 0; first < rows; first += GK_SUM_BLOCK) {
      long end = first + GK_SUM_BLOCK < rows ? first + GK_SUM_BLOCK : rows;
      vec sum = {0};
      for (long r = first; r < end; r++)
        sum = fma_vec(load_lanes(a + r * columns + c, lanes), load_lanes(b + r * columns + c, lanes), sum);
      total += sum;
    }
    store_lanes(sums + c, total, lanes);
  }
}
