// Layer normalisation: every row by its own mean and deviation.
//
// A row is read several times while it is in the cache. Its sums are taken in four vectors, in blocks that are added in
// double precision, so that long rows keep their digits.

enum { GK_ROW_BLOCK = 4096 };

/// A row, what it is scaled with (ones if there is no scale), its mean, and the gradient of its normalised values.
typedef struct {
  const float *x;
  const float *scale;
  const float *dy;
  vec mean;
} norm_row;

/// A vector of a row's terms from column `c` on; zeros behind the first `lanes` of them.
typedef vec (*row_term)(const norm_row *row, long c, long lanes);

GK_INLINE vec row_value(const norm_row *row, long c, long lanes) { return load_lanes(row->x + c, lanes); }

GK_INLINE vec row_square(const norm_row *row, long c, long lanes) {
  vec d = load_lanes(row->x + c, lanes) - row->mean;
  if (lanes < GK_LANES) {
    float deviations[GK_LANES];
    store(deviations, d);
    d = load_first(deviations, lanes);
  }
  return d * d;
}

GK_INLINE vec row_gradient(const norm_row *row, long c, long lanes) {
  vec dy = load_lanes(row->dy + c, lanes);
  return row->scale ? dy * load_lanes(row->scale + c, lanes) : dy;
}

GK_INLINE vec row_product(const norm_row *row, long c, long lanes) {
  return row_gradient(row, c, lanes) * (load_lanes(row->x + c, lanes) - row->mean);
}

GK_INLINE float lane_sum(vec v) {
  float lanes[GK_LANES];
  store(lanes, v);
  for (int half = GK_LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
  return lanes[0];
}

/// The sum of the terms of a row.
GK_INLINE double row_sum(const norm_row *row, long columns, const row_term term) {
  double total = 0;
  for (long c = 0; c < columns;) {
    long end = c + GK_ROW_BLOCK < columns ? c + GK_ROW_BLOCK : columns;
    vec sums[4] = {{0}};
    for (; c + 4 * GK_LANES <= end; c += 4 * GK_LANES)
      GK_UNROLL for (int i = 0; i < 4; i++) sums[i] += term(row, c + i * GK_LANES, GK_LANES);
    for (; c < end; c += GK_LANES) sums[0] += term(row, c, end - c < GK_LANES ? end - c : GK_LANES);
    total += lane_sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
    c = end;
  }
  return total;
}

static void normalize_rows(const float *x, const float *scale, const float *offset, float epsilon, float *y,
                           float *means, float *inverses, long rows, long columns) {
  for (long r = 0; r < rows; r++, x += columns, y += columns) {
    norm_row row = {.x = x};
    means[r] = (float)(row_sum(&row, columns, row_value) / (double)columns);
    row.mean = splat(means[r]);
    double variance = row_sum(&row, columns, row_square) / (double)columns;
    inverses[r] = (float)(1 / sqrt(variance + (double)epsilon));
    vec inverse = splat(inverses[r]), one = splat(1);
    GK_FOR_COLUMNS(columns, c, lanes) {
      vec normal = (load_lanes(x + c, lanes) - row.mean) * inverse;
      vec shift = offset ? load_lanes(offset + c, lanes) : (vec){0};
      store_lanes(y + c, fma_vec(normal, scale ? load_lanes(scale + c, lanes) : one, shift), lanes);
    }
  }
}

static void normalize_rows_gradient(const float *x, const float *dy, const float *scale, const float *means,
                                    const float *inverses, float *dx, long rows, long columns) {
  for (long r = 0; r < rows; r++, x += columns, dy += columns, dx += columns) {
    norm_row row = {.x = x, .scale = scale, .dy = dy, .mean = splat(means[r])};
    // dx = d (g - mean(g) - (x - m) d² mean(g (x - m))), g = dy scale and d the inverse deviation.
    double d = inverses[r];
    vec inverse = splat(inverses[r]);
    vec bias = splat((float)(-d * row_sum(&row, columns, row_gradient) / (double)columns));
    vec slope = splat((float)(-d * d * d * row_sum(&row, columns, row_product) / (double)columns));
    GK_FOR_COLUMNS(columns, c, lanes) {
      vec result = fma_vec(load_lanes(x + c, lanes) - row.mean, slope, bias);
      store_lanes(dx + c, fma_vec(row_gradient(&row, c, lanes), inverse, result), lanes);
    }
  }
}

static void normalize_rows_sums(const float *x, const float *dy, const float *means, const float *inverses, long rows,
                                long columns, long row_stride, float *dscale, float *doffset) {
  for (long first = 0; first < rows; first += GK_ROWS_AT_A_TIME) {
    long end = first + GK_ROWS_AT_A_TIME < rows ? first + GK_ROWS_AT_A_TIME : rows;
    GK_FOR_COLUMNS(columns, c, lanes) {
      vec product = {0}, sum = {0};
      for (long r = first; r < end; r++) {
        vec d = load_lanes(dy + r * row_stride + c, lanes);
        vec normal = (load_lanes(x + r * row_stride + c, lanes) - splat(means[r])) * splat(inverses[r]);
        product = fma_vec(d, normal, product);
        sum += d;
      }
      store_lanes(dscale + c, load_lanes(dscale + c, lanes) + product, lanes);
      store_lanes(doffset + c, load_lanes(doffset + c, lanes) + sum, lanes);
    }
  }
}
