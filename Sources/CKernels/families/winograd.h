// Winograd's minimal filtering: the transforms of F(m×m, r×r), which computes m×m outputs of an r×r filter from a tile
// of side m + r - 1 with one product a position of the tile (Lavin and Gray 2016, "Fast Algorithms for Convolutional
// Neural Networks").
//
// Polynomials are multiplied through their values at side - 1 points and infinity. The points are zero and pairs ±p, so
// every sum splits into an even and an odd half that serve both points of a pair. All coefficients follow from the
// points and are folded by the compiler.

enum { GK_WINOGRAD_SIDE = 10, GK_WINOGRAD_PAIRS = 4, GK_WINOGRAD_STRIP = 32 };

/// Point p of a pair. Chosen for small rounding errors.
GK_INLINE double winograd_point(const int side, const int pair) {
  static const double few[] = {1, 2, 0.5}, many[] = {0.75, 1.5, 0.375, 2};
  return side == 10 ? many[pair] : few[pair];
}

/// Coefficients of the product of y - p² over all pairs but one, the lowest power first; returns its degree.
GK_INLINE int winograd_polynomial(const int side, const int without, double *c) {
  int degree = 0;
  c[0] = 1;
  GK_UNROLL for (int pair = 0; pair < side / 2 - 1; pair++) {
    if (pair == without) continue;
    double square = winograd_point(side, pair) * winograd_point(side, pair);
    c[degree + 1] = c[degree];
    GK_UNROLL for (int k = degree; k > 0; k--) c[k] = c[k - 1] - square * c[k];
    c[0] *= -square;
    degree++;
  }
  return degree;
}

/// v = Bᵀ d: `side` values to `side` positions, for the point 0, each pair and infinity in this order.
GK_INLINE void winograd_input_line(const int side, const vec *d, vec *v) {
  double c[GK_WINOGRAD_PAIRS + 1];
  const int pairs = winograd_polynomial(side, -1, c);
  v[0] = d[side - 2];
  v[side - 1] = d[side - 1];
  GK_UNROLL for (int k = 0; k < pairs; k++) {
    v[0] = fma_vec(splat((float)c[k]), d[2 * k], v[0]);
    v[side - 1] = fma_vec(splat((float)c[k]), d[2 * k + 1], v[side - 1]);
  }
  GK_UNROLL for (int pair = 0; pair < pairs; pair++) {
    const double p = winograd_point(side, pair);
    winograd_polynomial(side, pair, c);
    vec even = d[side - 2], odd = splat((float)p) * d[side - 3];
    GK_UNROLL for (int k = 0; k < pairs - 1; k++) {
      even = fma_vec(splat((float)c[k]), d[2 * k + 2], even);
      odd = fma_vec(splat((float)(p * c[k])), d[2 * k + 1], odd);
    }
    v[2 * pair + 1] = even + odd;
    v[2 * pair + 2] = even - odd;
  }
}

/// u = G g: `taps` values to `side` positions.
GK_INLINE void winograd_filter_line(const int side, const int taps, const vec *g, vec *u) {
  double zero = 1;  // The product of 0 - q over all other points q; `other` below is that of p - q.
  GK_UNROLL for (int pair = 0; pair < side / 2 - 1; pair++) {
    const double p = winograd_point(side, pair);
    zero *= -p * p;
    double other = 2 * p * p;
    GK_UNROLL for (int i = 0; i < side / 2 - 1; i++) {
      const double q = winograd_point(side, i);
      if (i != pair) other *= p * p - q * q;
    }
    double power = 1 / other;
    vec even = splat((float)power) * g[0], odd = splat((float)(power * p)) * g[1];
    GK_UNROLL for (int k = 2; k < taps; k++) {
      power *= k % 2 == 0 ? p * p : 1;
      if (k % 2 == 0) even = fma_vec(splat((float)power), g[k], even);
      else odd = fma_vec(splat((float)(power * p)), g[k], odd);
    }
    u[2 * pair + 1] = even + odd;
    u[2 * pair + 2] = even - odd;
  }
  u[0] = splat((float)(1 / zero)) * g[0];
  u[side - 1] = g[taps - 1];
}

/// y = Aᵀ m: `side` positions to `outputs` values.
GK_INLINE void winograd_output_line(const int side, const int outputs, const vec *m, vec *y) {
  y[0] = m[0];
  GK_UNROLL for (int pair = 0; pair < side / 2 - 1; pair++) {
    const double p = winograd_point(side, pair);
    vec even = m[2 * pair + 1] + m[2 * pair + 2], odd = m[2 * pair + 1] - m[2 * pair + 2];
    double power = 1;
    GK_UNROLL for (int i = 0; i < outputs; i++) {
      vec half = i % 2 == 0 ? even : odd;
      y[i] = pair == 0 && i > 0 ? splat((float)power) * half : fma_vec(splat((float)power), half, y[i]);
      power *= p;
    }
  }
  y[outputs - 1] += m[side - 1];
}

/// `count` pixels of a column from row `first` on, zeros outside of the image.
GK_INLINE void winograd_load_column(const gk_winograd_row *t, long column, const int count, long channel, vec *pixels) {
  long lanes = t->channels - channel < GK_LANES ? t->channels - channel : GK_LANES;
  const float *source = t->source + t->row * t->row_stride + column * t->pixel_stride + channel;
  if (column < 0 || column >= t->columns) {
    GK_UNROLL for (int i = 0; i < count; i++) pixels[i] = (vec){0};
  } else if (t->row >= 0 && t->row + count <= t->rows) {
    GK_UNROLL for (int i = 0; i < count; i++) pixels[i] = load_lanes(source + i * t->row_stride, lanes);
  } else {
    GK_UNROLL for (int i = 0; i < count; i++) {
      long row = t->row + i;
      pixels[i] = row >= 0 && row < t->rows ? load_lanes(source + i * t->row_stride, lanes) : (vec){0};
    }
  }
}

/// Transforms tiles of the input. Columns that tiles share are transformed once.
GK_INLINE void winograd_input_tiles(const int side, const gk_winograd_row *t) {
  const long strip = (GK_WINOGRAD_STRIP - side) / t->step + 1;
  for (long first = 0; first < t->tiles; first += strip) {
    long tiles = t->tiles - first < strip ? t->tiles - first : strip;
    for (long channel = 0; channel < t->channels; channel += GK_LANES) {
      vec lines[GK_WINOGRAD_STRIP][GK_WINOGRAD_SIDE];
      for (long j = 0; j < (tiles - 1) * t->step + side; j++) {
        vec d[GK_WINOGRAD_SIDE];
        winograd_load_column(t, t->column + first * t->step + j, side, channel, d);
        winograd_input_line(side, d, lines[j]);
      }
      for (long tile = 0; tile < tiles; tile++) {
        float *target = t->target + (first + tile) * t->tile_stride + channel;
        for (int i = 0; i < side; i++) {
          vec d[GK_WINOGRAD_SIDE], v[GK_WINOGRAD_SIDE];
          GK_UNROLL for (int j = 0; j < side; j++) d[j] = lines[tile * t->step + j][i];
          winograd_input_line(side, d, v);
          GK_UNROLL for (int j = 0; j < side; j++) store(target + (i * side + j) * t->position_stride, v[j]);
        }
      }
    }
  }
}

/// Transforms filters of taps × taps pixels.
GK_INLINE void winograd_filter_tiles(const int side, const int taps, const gk_winograd_row *t) {
  for (long tile = 0; tile < t->tiles; tile++) {
    for (long channel = 0; channel < t->channels; channel += GK_LANES) {
      vec lines[GK_WINOGRAD_SIDE][GK_WINOGRAD_SIDE];
      for (int j = 0; j < taps; j++) {
        vec g[GK_WINOGRAD_SIDE];
        winograd_load_column(t, t->column + tile * t->step + j, taps, channel, g);
        winograd_filter_line(side, taps, g, lines[j]);
      }
      float *target = t->target + tile * t->tile_stride + channel;
      for (int i = 0; i < side; i++) {
        vec g[GK_WINOGRAD_SIDE], u[GK_WINOGRAD_SIDE];
        GK_UNROLL for (int j = 0; j < taps; j++) g[j] = lines[j][i];
        winograd_filter_line(side, taps, g, u);
        GK_UNROLL for (int j = 0; j < side; j++) store(target + (i * side + j) * t->position_stride, u[j]);
      }
    }
  }
}

/// Transforms sums of products back to outputs × outputs pixels.
GK_INLINE void winograd_output_tiles(const int side, const int outputs, const gk_winograd_row *t) {
  for (long channel = 0; channel < t->channels; channel += GK_LANES) {
    long lanes = t->channels - channel < GK_LANES ? t->channels - channel : GK_LANES;
    vec bias = load_bias(&t->epilogue, channel, lanes);
    vec_moments moments = {.shift = t->epilogue.shift ? load_lanes(t->epilogue.shift + channel, lanes) : (vec){0}};
    for (long tile = 0; tile < t->tiles; tile++) {
      const float *source = t->source + tile * t->tile_stride + channel;
      vec lines[GK_WINOGRAD_SIDE][GK_WINOGRAD_SIDE];
      for (int j = 0; j < side; j++) {
        vec m[GK_WINOGRAD_SIDE];
        GK_UNROLL for (int i = 0; i < side; i++) m[i] = load(source + (i * side + j) * t->position_stride);
        winograd_output_line(side, outputs, m, lines[j]);
      }
      const long column = t->column + tile * t->step;
      long start = t->row * t->row_stride + column * t->pixel_stride + channel;
      for (int i = 0; i < outputs && t->row + i < t->rows; i++, start += t->row_stride) {
        vec m[GK_WINOGRAD_SIDE], y[GK_WINOGRAD_SIDE];
        GK_UNROLL for (int j = 0; j < side; j++) m[j] = lines[j][i];
        winograd_output_line(side, outputs, m, y);
        GK_UNROLL for (int j = 0; j < outputs; j++) {
          if (column + j >= t->columns) break;
          long offset = start + j * t->pixel_stride;
          vec sum = y[j] + bias;
          if (t->epilogue.addend) sum += load_lanes(t->epilogue.addend + offset, lanes);
          store_lanes(t->target + offset, finish_sum(&t->epilogue, sum, &moments), lanes);
        }
      }
    }
    if (t->epilogue.shift) store_moments(&t->epilogue, &moments, channel, lanes);
  }
}

/// GK_WINOGRAD(X) calls X(side, m, r) for every tile; the gradient of F(m, r) with respect to the filter is F(r, m).
#define GK_WINOGRAD(X) X(6, 4, 3) X(8, 6, 3) X(8, 4, 5) X(8, 2, 7) X(10, 6, 5) X(10, 4, 7)

static void winograd_input(int side, const gk_winograd_row *row) {
  if (side == 6) winograd_input_tiles(6, row);
  else if (side == 8) winograd_input_tiles(8, row);
  else winograd_input_tiles(10, row);
}

static void winograd_filter(int side, int taps, const gk_winograd_row *row) {
#define GK_FILTER(s, m, r)                                                                                             \
  if (side == s && taps == r) winograd_filter_tiles(s, r, row);                                                        \
  if (side == s && taps == m) winograd_filter_tiles(s, m, row);
  GK_WINOGRAD(GK_FILTER)
#undef GK_FILTER
}

static void winograd_output(int side, int outputs, const gk_winograd_row *row) {
#define GK_OUTPUT(s, m, r)                                                                                             \
  if (side == s && outputs == m) winograd_output_tiles(s, m, row);                                                     \
  if (side == s && outputs == r) winograd_output_tiles(s, r, row);
  GK_WINOGRAD(GK_OUTPUT)
#undef GK_OUTPUT
}
