// Sums over the rows of a matrix, one a column.
//
// Columns are taken a vector at a time with the sums in a register. Rows are summed in blocks whose results are added
// up, so that rounding grows with the square root of the count and not with the count.

enum { GK_SUM_BLOCK = 64 };

static void column_sums(const float *x, long rows, long columns, float *sums) {
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec total = {0};
    for (long first = 0; first < rows; first += GK_SUM_BLOCK) {
      long end = first + GK_SUM_BLOCK < rows ? first + GK_SUM_BLOCK : rows;
      vec sum = {0};
      for (long r = first; r < end; r++) sum += load_lanes(x + r * columns + c, lanes);
      total += sum;
    }
    store_lanes(sums + c, total, lanes);
  }
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
