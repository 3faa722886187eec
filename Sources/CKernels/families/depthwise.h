// Depthwise convolution, row by row: windows of 3 × 3 and 5 × 5 in register tiles, others pixel by pixel.
//
// Tiles are taken along the row and, within each, all channels in turn: memory is read from front to back. Where a tile
// lies inside the row its loads need no tests; one that reaches over a side, or is not full, tests each of them.
// Copies of rows with zeros beside them would spare the tests; tried, they cost a quarter of the speed where images lie
// in a cache and gained a tenth where they do not.

// Pixels in a tile. On the way back, input and its gradient take twice the registers.
#if GK_LANES == 16 || defined(__aarch64__)
enum { GK_DEPTHWISE_TILE = 7, GK_DEPTHWISE_GRADIENT_TILE = 7 };
#else
enum { GK_DEPTHWISE_TILE = 7, GK_DEPTHWISE_GRADIENT_TILE = 4 };
#endif

// Rows and columns of the largest window that has tiles.
enum { GK_MOST_TAPS = 5 };

/// A vector of a pixel's channels; zeros for pixels beside the row.
GK_INLINE vec load_pixel(const float *pixel, long column, long width, long lanes, const int inside) {
  return inside || (column >= 0 && column < width) ? load_lanes(pixel, lanes) : (vec){0};
}

/// Writes the sums of `count` pixels after the epilogue.
GK_INLINE void depthwise_finish(const gk_depthwise_row *row, vec *sums, const int size, long first, long count, long c,
                                long lanes, const int inside) {
  finish(&row->epilogue, sums, 1, size, inside ? size : count, c, lanes);
  float *output = row->output + first * row->channels + c;
  GK_UNROLL for (int p = 0; p < size; p++, output += row->channels) {
    if (inside || p < count) store_lanes(output, sums[p], lanes);
  }
}

/// `count` pixels from `first` on, of one vector of channels, with windows of taps × taps pixels.
GK_INLINE void depthwise_tile(const gk_depthwise_row *row, long first, long count, long c, long lanes, const int taps,
                              const int stride, const int inside) {
  const long channels = row->channels, column = first * stride - row->left;
  vec sums[GK_DEPTHWISE_TILE], start = load_bias(&row->epilogue, c, lanes);
  GK_UNROLL for (int p = 0; p < GK_DEPTHWISE_TILE; p++) sums[p] = start;
  for (int y = 0; y < taps; y++) {
    if (!row->rows[y]) continue;
    const float *x = row->rows[y] + column * channels + c, *w = row->weights + taps * y * channels + c;
    vec weights[GK_MOST_TAPS];
    GK_UNROLL for (int k = 0; k < taps; k++) weights[k] = load_lanes(w + k * channels, lanes);
    GK_UNROLL for (int j = 0; j < (GK_DEPTHWISE_TILE - 1) * stride + taps; j++, x += channels) {
      vec pixel = load_pixel(x, column + j, row->width, lanes, inside);
      GK_UNROLL for (int k = 0; k < taps; k++) {
        int p = (j - k) / stride;
        if (j >= k && p * stride == j - k && p < GK_DEPTHWISE_TILE) sums[p] = fma_vec(pixel, weights[k], sums[p]);
      }
    }
  }
  depthwise_finish(row, sums, GK_DEPTHWISE_TILE, first, count, c, lanes, inside);
}

/// Rows with windows of taps × taps pixels. Tiles get a copy of the row, which no store can change, and functions that
/// are not merged.
#define GK_DEPTHWISE_PIECE(name, taps, stride, inside)                                                                 \
  static __attribute__((noinline)) void name(const gk_depthwise_row *pointer, long first, long count) {                \
    const gk_depthwise_row row = *pointer;                                                                             \
    for (long c = 0; c + GK_LANES <= row.channels; c += GK_LANES)                                                      \
      depthwise_tile(&row, first, count, c, GK_LANES, taps, stride, inside);                                           \
  }
#define GK_DEPTHWISE(name, taps, stride)                                                                               \
  GK_DEPTHWISE_PIECE(name##_inside, taps, stride, 1)                                                                   \
  GK_DEPTHWISE_PIECE(name##_side, taps, stride, 0)                                                                     \
  static void name(const gk_depthwise_row *row) {                                                                      \
    const long tile = GK_DEPTHWISE_TILE, rest = row->channels % GK_LANES;                                              \
    for (long first = 0; first < row->pixels; first += tile) {                                                         \
      long count = row->pixels - first < tile ? row->pixels - first : tile, column = first * stride - row->left;       \
      int inside = count == tile && column >= 0 && column + (tile - 1) * stride + taps <= row->width;                  \
      (inside ? name##_inside : name##_side)(row, first, count);                                                       \
      if (rest) depthwise_tile(row, first, count, row->channels - rest, rest, taps, stride, 0);                        \
    }                                                                                                                  \
  }
GK_DEPTHWISE(depthwise_3_1, 3, 1)
GK_DEPTHWISE(depthwise_3_2, 3, 2)
GK_DEPTHWISE(depthwise_5_1, 5, 1)
GK_DEPTHWISE(depthwise_5_2, 5, 2)
#undef GK_DEPTHWISE
#undef GK_DEPTHWISE_PIECE

/// Windows of any size at any distance.
static void depthwise_pixels(const gk_depthwise_row *row) {
  const long channels = row->channels;
  for (long p = 0; p < row->pixels; p++) {
    GK_FOR_COLUMNS(channels, c, lanes) {
      vec sum = load_bias(&row->epilogue, c, lanes);
      for (long y = 0; y < row->kernel_height; y++) {
        for (long k = 0; row->rows[y] && k < row->kernel_width; k++) {
          long column = p * row->stride - row->left + k;
          vec pixel = load_pixel(row->rows[y] + column * channels + c, column, row->width, lanes, 0);
          sum = fma_vec(pixel, load_lanes(row->weights + (y * row->kernel_width + k) * channels + c, lanes), sum);
        }
      }
      depthwise_finish(row, &sum, 1, p, 1, c, lanes, 1);
    }
  }
}

static void depthwise_sums(const gk_depthwise_row *row) {
  long taps = row->kernel_height == row->kernel_width ? row->kernel_width : 0;
  if (taps == 3 && row->stride == 1) depthwise_3_1(row);
  else if (taps == 3 && row->stride == 2) depthwise_3_2(row);
  else if (taps == 5 && row->stride == 1) depthwise_5_1(row);
  else if (taps == 5 && row->stride == 2) depthwise_5_2(row);
  else depthwise_pixels(row);
}

/// Both gradients for `count` input pixels from `first` on, of one vector of channels.
///
/// Input column i + first is column k of the window of output column base + j where i = j * stride + k - phase.
GK_INLINE void depthwise_gradient_tile(const gk_depthwise_gradient_row *row, long first, long count, long c, long lanes,
                                       const int taps, const int stride, const int phase, const int inside) {
  const long channels = row->channels, base = (first + row->left - phase) / stride;
  vec x[GK_DEPTHWISE_GRADIENT_TILE], dx[GK_DEPTHWISE_GRADIENT_TILE];
  const float *input = row->input + first * channels + c;
  GK_UNROLL for (int i = 0; i < GK_DEPTHWISE_GRADIENT_TILE; i++, input += channels) {
    x[i] = load_pixel(input, i, count, lanes, inside);
    dx[i] = (vec){0};
  }
  for (int y = 0; y < taps; y++) {
    if (!row->gradients[y]) continue;
    const float *gradient = row->gradients[y] + (base - (taps - 1) / stride) * channels + c;
    const float *w = row->weights + taps * y * channels + c;
    float *dw = row->weight_gradient + taps * y * channels + c;
    vec weights[GK_MOST_TAPS], sums[GK_MOST_TAPS];
    GK_UNROLL for (int k = 0; k < taps; k++) {
      weights[k] = load_lanes(w + k * channels, lanes);
      sums[k] = load_lanes(dw + k * channels, lanes);
    }
    GK_UNROLL for (int j = -(taps - 1) / stride; j <= (GK_DEPTHWISE_GRADIENT_TILE - 1 + phase) / stride; j++) {
      vec d = load_pixel(gradient, base + j, row->gradient_width, lanes, inside);
      gradient += channels;
      GK_UNROLL for (int k = 0; k < taps; k++) {
        int i = j * stride + k - phase;
        if (i >= 0 && i < GK_DEPTHWISE_GRADIENT_TILE) {
          dx[i] = fma_vec(d, weights[k], dx[i]);
          sums[k] = fma_vec(d, x[i], sums[k]);
        }
      }
    }
    GK_UNROLL for (int k = 0; k < taps; k++) store_lanes(dw + k * channels, sums[k], lanes);
  }
  float *target = row->input_gradient + first * channels + c;
  GK_UNROLL for (int i = 0; i < GK_DEPTHWISE_GRADIENT_TILE; i++, target += channels) {
    if (inside || i < count) store_lanes(target, dx[i], lanes);
  }
}

#define GK_DEPTHWISE_GRADIENT_PIECE(name, taps, stride, phase, inside)                                                 \
  static __attribute__((noinline)) void name(const gk_depthwise_gradient_row *pointer, long first, long count) {       \
    const gk_depthwise_gradient_row row = *pointer;                                                                    \
    for (long c = 0; c + GK_LANES <= row.channels; c += GK_LANES)                                                      \
      depthwise_gradient_tile(&row, first, count, c, GK_LANES, taps, stride, phase, inside);                           \
  }
/// One tile, whose first pixel is `phase` columns behind one that windows begin at.
#define GK_DEPTHWISE_GRADIENT_PHASE(name, taps, stride, phase)                                                         \
  GK_DEPTHWISE_GRADIENT_PIECE(name##_inside, taps, stride, phase, 1)                                                   \
  GK_DEPTHWISE_GRADIENT_PIECE(name##_side, taps, stride, phase, 0)                                                     \
  static void name(const gk_depthwise_gradient_row *row, long first) {                                                 \
    const long tile = GK_DEPTHWISE_GRADIENT_TILE, rest = row->channels % GK_LANES;                                     \
    long count = row->width - first < tile ? row->width - first : tile;                                                \
    long base = (first + row->left - phase) / stride;                                                                  \
    int inside = count == tile && base >= (taps - 1) / stride &&                                                       \
                 base + (tile - 1 + phase) / stride < row->gradient_width;                                             \
    (inside ? name##_inside : name##_side)(row, first, count);                                                         \
    if (rest) depthwise_gradient_tile(row, first, count, row->channels - rest, rest, taps, stride, phase, 0);          \
  }
#define GK_DEPTHWISE_GRADIENT(name, taps)                                                                              \
  GK_DEPTHWISE_GRADIENT_PHASE(name##_1_0, taps, 1, 0)                                                                  \
  GK_DEPTHWISE_GRADIENT_PHASE(name##_2_0, taps, 2, 0)                                                                  \
  GK_DEPTHWISE_GRADIENT_PHASE(name##_2_1, taps, 2, 1)                                                                  \
  static void name(const gk_depthwise_gradient_row *row) {                                                             \
    for (long first = 0; first < row->width; first += GK_DEPTHWISE_GRADIENT_TILE) {                                    \
      if (row->stride == 1) name##_1_0(row, first);                                                                    \
      else if ((first + row->left) % 2 == 0) name##_2_0(row, first);                                                   \
      else name##_2_1(row, first);                                                                                     \
    }                                                                                                                  \
  }
GK_DEPTHWISE_GRADIENT(depthwise_gradient_3, 3)
GK_DEPTHWISE_GRADIENT(depthwise_gradient_5, 5)
#undef GK_DEPTHWISE_GRADIENT
#undef GK_DEPTHWISE_GRADIENT_PHASE
#undef GK_DEPTHWISE_GRADIENT_PIECE

/// Windows of any size at any distance.
static void depthwise_gradient_pixels(const gk_depthwise_gradient_row *row) {
  const long channels = row->channels;
  for (long i = 0; i < row->width; i++) {
    GK_FOR_COLUMNS(channels, c, lanes) {
      vec x = load_lanes(row->input + i * channels + c, lanes), dx = {0};
      for (long y = 0; y < row->kernel_height; y++) {
        for (long k = 0; row->gradients[y] && k < row->kernel_width; k++) {
          long distance = i + row->left - k, column = distance / row->stride;
          if (distance < 0 || column * row->stride != distance || column >= row->gradient_width) continue;
          long tap = (y * row->kernel_width + k) * channels + c;
          vec d = load_lanes(row->gradients[y] + column * channels + c, lanes);
          float *dw = row->weight_gradient + tap;
          dx = fma_vec(d, load_lanes(row->weights + tap, lanes), dx);
          store_lanes(dw, fma_vec(d, x, load_lanes(dw, lanes)), lanes);
        }
      }
      store_lanes(row->input_gradient + i * channels + c, dx, lanes);
    }
  }
}

static void depthwise_gradients(const gk_depthwise_gradient_row *row) {
  long taps = row->kernel_height == row->kernel_width && row->stride <= 2 ? row->kernel_width : 0;
  if (taps == 3) depthwise_gradient_3(row);
  else if (taps == 5) depthwise_gradient_5(row);
  else depthwise_gradient_pixels(row);
}
