// Batch normalisation with the activation around it, over the rows [N*H*W, C] of an image batch.
//
// The normalised value x * scale + offset is clamped to lower ... upper (ReLU: 0 and infinity), and where it is clamped
// its gradient is zero. Channels lie side by side, so all loops run along rows; sums are kept in memory and taken up for
// eight rows at a time, which keeps them in registers without leaving the stream of the rows.

enum { GK_ROWS_AT_A_TIME = 8 };

/// dy where x * scale + offset is not clamped, zero elsewhere.
GK_INLINE vec passed(vec dy, vec x, vec scale, vec offset, vec lower, vec upper) {
  vec value = fma_vec(x, scale, offset);
  return (vec)((vec_int)dy & (value > lower) & (value < upper));
}

static void normalize(const float *x, const gk_normalization *n, float *y, long rows, long columns) {
  vec low = splat(n->lower), high = splat(n->upper);
  for (long r = 0; r < rows; r++, x += columns, y += columns)
    GK_FOR_COLUMNS(columns, c, lanes) {
      vec value = fma_vec(load_lanes(x + c, lanes), load_lanes(n->scale + c, lanes), load_lanes(n->offset + c, lanes));
      store_lanes(y + c, clamped(value, low, high), lanes);
    }
}

static void normalize_gradient_sums(const float *x, const float *dy, const gk_normalization *n, long rows, long columns,
                                    float *sums, float *products) {
  vec low = splat(n->lower), high = splat(n->upper);
  for (long first = 0; first < rows; first += GK_ROWS_AT_A_TIME) {
    long end = first + GK_ROWS_AT_A_TIME < rows ? first + GK_ROWS_AT_A_TIME : rows;
    GK_FOR_COLUMNS(columns, c, lanes) {
      vec scale = load_lanes(n->scale + c, lanes), offset = load_lanes(n->offset + c, lanes);
      vec mean = load_lanes(n->mean + c, lanes), sum = {0}, product = {0};
      for (long r = first; r < end; r++) {
        vec value = load_lanes(x + r * columns + c, lanes);
        vec d = passed(load_lanes(dy + r * columns + c, lanes), value, scale, offset, low, high);
        sum += d;
        product = fma_vec(d, value - mean, product);
      }
      store_lanes(sums + c, load_lanes(sums + c, lanes) + sum, lanes);
      store_lanes(products + c, load_lanes(products + c, lanes) + product, lanes);
    }
  }
}

static void normalize_gradient(const float *x, const float *dy, const gk_normalization *n, float *dx, long rows,
                               long columns) {
  vec low = splat(n->lower), high = splat(n->upper), floor = splat(n->floor);
  for (long r = 0; r < rows; r++, x += columns, dy += columns, dx += columns)
    GK_FOR_COLUMNS(columns, c, lanes) {
      vec value = load_lanes(x + c, lanes), mean = load_lanes(n->mean + c, lanes);
      vec d = passed(load_lanes(dy + c, lanes), value, load_lanes(n->scale + c, lanes), load_lanes(n->offset + c, lanes),
                     low, high);
      vec scale = load_lanes(n->gradient_scale + c, lanes), bias = load_lanes(n->gradient_bias + c, lanes);
      vec result = fma_vec(value - mean, scale, bias);
      result = fma_vec(d, load_lanes(n->scale + c, lanes), result);
      store_lanes(dx + c, (vec)((vec_int)result & (value > floor)), lanes);
    }
}

// Normalisation followed by a max-pool over windows of size × size pixels that do not overlap. A line is one row of
// windows: `size` rows of x, `row_stride` floats apart. Each kernel is compiled for windows of 2 × 2, by far the commonest.

#define GK_FOR_WINDOW_SIZE(size, call_with)                                                                            \
  if ((size) == 2) {                                                                                                   \
    call_with(2);                                                                                                      \
  } else {                                                                                                             \
    call_with(size);                                                                                                   \
  }

GK_INLINE void normalize_pool_of(const float *x, long row_stride, const int size, const gk_normalization *n, float *y,
                           unsigned char *which, long pixels, long columns) {
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec scale = load_lanes(n->scale + c, lanes), offset = load_lanes(n->offset + c, lanes);
    for (long p = 0; p < pixels; p++) {
      const float *corner = x + p * size * columns + c;
      vec best = fma_vec(load_lanes(corner, lanes), scale, offset);
      vec_int choice = {0};
      for (int i = 1; i < size * size; i++) {
        vec value = fma_vec(load_lanes(corner + i / size * row_stride + i % size * columns, lanes), scale, offset);
        vec_int larger = ~(value <= best);  // So that a NaN, once met, stays.
        best = (vec)(((vec_int)value & larger) | ((vec_int)best & ~larger));
        choice = (larger & i) | (choice & ~larger);
      }
      store_lanes(y + p * columns + c, best, lanes);
      store_choice(which + p * columns + c, choice, lanes);
    }
  }
}

static void normalize_pool(const float *x, long row_stride, int size, const gk_normalization *n, float *y,
                           unsigned char *which, long pixels, long columns) {
#define GK_CALL(size) normalize_pool_of(x, row_stride, size, n, y, which, pixels, columns)
  GK_FOR_WINDOW_SIZE(size, GK_CALL)
#undef GK_CALL
}

GK_INLINE void normalize_pool_gradient_sums_of(const float *x, long row_stride, const int size, const float *dy,
                                         const unsigned char *which, const gk_normalization *n, long pixels,
                                         long columns, float *sums, float *products) {
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec mean = load_lanes(n->mean + c, lanes), sum = {0}, product = {0};
    for (long p = 0; p < pixels; p++) {
      const float *corner = x + p * size * columns + c;
      vec_int choice = load_choice(which + p * columns + c, lanes);
      vec value = load_lanes(corner, lanes);
      for (int i = 1; i < size * size; i++) {
        vec other = load_lanes(corner + i / size * row_stride + i % size * columns, lanes);
        vec_int chosen = choice == i;
        value = (vec)(((vec_int)other & chosen) | ((vec_int)value & ~chosen));
      }
      vec d = load_lanes(dy + p * columns + c, lanes);
      sum += d;
      product = fma_vec(d, value - mean, product);
    }
    store_lanes(sums + c, load_lanes(sums + c, lanes) + sum, lanes);
    store_lanes(products + c, load_lanes(products + c, lanes) + product, lanes);
  }
}

static void normalize_pool_gradient_sums(const float *x, long row_stride, int size, const float *dy,
                                         const unsigned char *which, const gk_normalization *n, long pixels,
                                         long columns, float *sums, float *products) {
#define GK_CALL(size) normalize_pool_gradient_sums_of(x, row_stride, size, dy, which, n, pixels, columns, sums, products)
  GK_FOR_WINDOW_SIZE(size, GK_CALL)
#undef GK_CALL
}

GK_INLINE void normalize_pool_gradient_of(const float *x, long row_stride, const int size, const float *dy,
                                    const unsigned char *which, const gk_normalization *n, float *dx, long pixels,
                                    long columns) {
  vec floor = splat(n->floor);
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec scale = load_lanes(n->scale + c, lanes), gradient_scale = load_lanes(n->gradient_scale + c, lanes);
    vec gradient_bias = load_lanes(n->gradient_bias + c, lanes), mean = load_lanes(n->mean + c, lanes);
    for (long p = 0; p < pixels; p++) {
      vec d = load_lanes(dy + p * columns + c, lanes) * scale;
      vec_int choice = load_choice(which + p * columns + c, lanes);
      for (int i = 0; i < size * size; i++) {
        long at = p * size * columns + c + i / size * row_stride + i % size * columns;
        vec value = load_lanes(x + at, lanes);
        vec result = fma_vec(value - mean, gradient_scale, gradient_bias) + (vec)((vec_int)d & (choice == i));
        store_lanes(dx + at, (vec)((vec_int)result & (value > floor)), lanes);
      }
    }
  }
}

static void normalize_pool_gradient(const float *x, long row_stride, int size, const float *dy,
                                    const unsigned char *which, const gk_normalization *n, float *dx, long pixels,
                                    long columns) {
#define GK_CALL(size) normalize_pool_gradient_of(x, row_stride, size, dy, which, n, dx, pixels, columns)
  GK_FOR_WINDOW_SIZE(size, GK_CALL)
#undef GK_CALL
}
