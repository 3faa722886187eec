// Batch normalisation over the rows [N*H*W, C] of an image batch.

static void scale_rows(const float *x, const float *scale, const float *offset, float *y, long rows, long columns) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < columns; c++) y[r * columns + c] = x[r * columns + c] * scale[c] + offset[c];
}

static void norm_gradient_sums(const float *x, const float *dy, const float *mean, long rows, long columns, float *sums,
                               float *products) {
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec center = load_lanes(mean + c, lanes), total = {0}, total2 = {0};
    for (long first = 0; first < rows; first += GK_SUM_BLOCK) {
      long end = first + GK_SUM_BLOCK < rows ? first + GK_SUM_BLOCK : rows;
      vec sum = {0}, sum2 = {0};
      for (long r = first; r < end; r++) {
        vec d = load_lanes(dy + r * columns + c, lanes);
        sum += d;
        sum2 = fma_vec(d, load_lanes(x + r * columns + c, lanes) - center, sum2);
      }
      total += sum;
      total2 += sum2;
    }
    store_lanes(sums + c, total, lanes);
    store_lanes(products + c, total2, lanes);
  }
}

static void norm_gradient(const float *x, const float *dy, const float *mean, const float *a, const float *b,
                          const float *d, float *dx, long rows, long columns) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < columns; c++) {
      long i = r * columns + c;
      dx[i] = dy[i] * a[c] + (x[i] - mean[c]) * b[c] + d[c];
    }
}
