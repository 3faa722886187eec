// Softmax over rows, and the loss of classes.
//
// The result of a row is defined by sums one after the other in double precision, rounded to float at the end. Kernels
// sum in vectors, with bounds on how far that can be off: where both bounds round to the same float, it is the one that
// is defined. That fails for about one of half a million numbers; the kernel then says so, and the caller does the row again.

/// Exponentials of a row that are kept from the sum to the quotients; longer rows compute them twice.
enum { GK_SOFTMAX_KEPT = 1024 };

/// What bounds roundings of the definition and of a kernel: of sums of `count` terms, and of their exponentials.
GK_INLINE double softmax_margin(long count) { return 0x1p-44 + (double)count * 0x1p-51; }

GK_INLINE int is_zero(vec_int bits) {
#if GK_LANES == 16
  return _mm512_test_epi32_mask((__m512i)bits, (__m512i)bits) == 0;
#elif GK_LANES == 8
  return _mm256_testz_si256((__m256i)bits, (__m256i)bits);
#else
  int any = 0;
  for (int i = 0; i < GK_LANES; i++) any |= bits[i];
  return any == 0;
#endif
}

/// The first `lanes` floats of p, minus infinity behind them.
GK_INLINE vec load_logits(const float *p, long lanes) {
  if (lanes == GK_LANES) return load(p);
  return select_vec(first_lanes(lanes), load_first(p, lanes), splat(-HUGE_VALF));
}

GK_INLINE double wide_sum(wide_pair v) {
  wide halves = v.low + v.high;
  double sum = 0;
  for (int i = 0; i < GK_LANES / 2; i++) sum += halves[i];
  return sum;
}

GK_INLINE wide_pair absolute_pair(wide_pair v) {
  wide_int sign = (wide_int)splat_wide(-0.0);
  return (wide_pair){(wide)((wide_int)v.low & ~sign), (wide)((wide_int)v.high & ~sign)};
}

/// `v` op `w` of both halves, such as GK_PAIR(a, *, b).
#define GK_PAIR(v, op, w) ((wide_pair){(v).low op(w).low, (v).high op(w).high})
#define GK_PAIR_SPLAT(x) ((wide_pair){splat_wide(x), splat_wide(x)})

GK_INLINE float largest_of_row(const float *x, long columns) {
  vec top = load_logits(x, columns < GK_LANES ? columns : GK_LANES);
  GK_FOR_VECTORS(columns, c, lanes, vec v = load_logits(x + c, lanes); top = larger(v, top);)
  float largest = top[0];
  for (int i = 1; i < GK_LANES; i++) largest = top[i] > largest ? top[i] : largest;
  return largest;
}

/// exp(x - largest), for a vector of a row.
GK_INLINE wide_pair row_exponentials(vec x, double largest) {
  wide_pair v = widened(x);
  // Beyond this, all is zero as a float.
  v = GK_PAIR(v, -, GK_PAIR_SPLAT(largest));
  return (wide_pair){exp_precise(not_below(v.low, -700)), exp_precise(not_below(v.high, -700))};
}

/// The largest number of a row and the sum of exponentials, with those of the row's first vectors.
typedef struct {
  double largest, sum;
  wide_pair kept[GK_SOFTMAX_KEPT / GK_LANES];
} row_exponents;

GK_INLINE void sum_exponentials(const float *x, long columns, row_exponents *row) {
  row->largest = (double)largest_of_row(x, columns);
  wide_pair sum = {{0}};
  GK_FOR_VECTORS(columns, c, lanes, wide_pair e = row_exponentials(load_logits(x + c, lanes), row->largest);
                 if (columns <= GK_SOFTMAX_KEPT) row->kept[c / GK_LANES] = e; sum = GK_PAIR(sum, +, e);)
  row->sum = wide_sum(sum);
}

GK_INLINE wide_pair kept_exponentials(const float *x, long columns, long c, long lanes, const row_exponents *row) {
  return columns <= GK_SOFTMAX_KEPT ? row->kept[c / GK_LANES]
                                    : row_exponentials(load_logits(x + c, lanes), row->largest);
}

static void softmax_row(const float *x, float *y, long columns, int *certain) {
  row_exponents row;
  sum_exponentials(x, columns, &row);
  double margin = softmax_margin(columns);
  wide_pair lower = GK_PAIR_SPLAT((1 - margin) / row.sum), upper = GK_PAIR_SPLAT((1 + margin) / row.sum);
  vec_int differ = {0};
  GK_FOR_VECTORS(columns, c, lanes, wide_pair e = kept_exponentials(x, columns, c, lanes, &row);
                 vec result = narrowed(GK_PAIR(e, *, lower));
                 differ |= (vec_int)result ^ (vec_int)narrowed(GK_PAIR(e, *, upper));
                 store_lanes(y + c, result, lanes);)
  // Infinities and what is no number are for the caller.
  *certain = row.sum < HUGE_VAL && is_zero(differ);
}

static void softmax_row_gradient(const float *y, const float *dy, float *dx, long columns, int *certain) {
  wide_pair sum = {{0}}, size = {{0}};
  GK_FOR_COLUMNS(columns, c, lanes) {
    wide_pair product = GK_PAIR(widened(load_lanes(y + c, lanes)), *, widened(load_lanes(dy + c, lanes)));
    sum = GK_PAIR(sum, +, product);
    size = GK_PAIR(size, +, absolute_pair(product));
  }
  double mean = wide_sum(sum), margin = wide_sum(size) * (double)(columns + 8) * 0x1p-51;
  wide_pair lower = GK_PAIR_SPLAT(mean + margin), upper = GK_PAIR_SPLAT(mean - margin);
  vec_int differ = {0};
  GK_FOR_COLUMNS(columns, c, lanes) {
    wide_pair value = widened(load_lanes(y + c, lanes)), d = widened(load_lanes(dy + c, lanes));
    wide_pair low = GK_PAIR(d, -, lower), high = GK_PAIR(d, -, upper);
    vec result = narrowed(GK_PAIR(value, *, low));
    differ |= (vec_int)result ^ (vec_int)narrowed(GK_PAIR(value, *, high));
    store_lanes(dx + c, result, lanes);
  }
  *certain = margin < HUGE_VAL && is_zero(differ);
}

/// A vector of targets, of which a share is spread evenly over all classes.
GK_INLINE wide_pair smoothed(const float *targets, long c, long lanes, double kept, double spread) {
  wide_pair t = widened(load_lanes(targets + c, lanes));
  return (wide_pair){t.low * splat_wide(kept) + splat_wide(spread), t.high * splat_wide(kept) + splat_wide(spread)};
}

static void cross_entropy_row_gradient(const float *x, const float *targets, double kept, double spread, double factor,
                                       float *dx, long columns, int *certain) {
  row_exponents row;
  sum_exponentials(x, columns, &row);
  double margin = softmax_margin(columns);
  wide_pair lower = GK_PAIR_SPLAT((1 - margin) / row.sum), upper = GK_PAIR_SPLAT((1 + margin) / row.sum);
  wide_pair scale = GK_PAIR_SPLAT(factor);
  vec_int differ = {0};
  GK_FOR_COLUMNS(columns, c, lanes) {
    wide_pair e = kept_exponentials(x, columns, c, lanes, &row), t = smoothed(targets, c, lanes, kept, spread);
    wide_pair low = GK_PAIR(e, *, lower), high = GK_PAIR(e, *, upper);
    low = GK_PAIR(low, -, t);
    high = GK_PAIR(high, -, t);
    vec result = narrowed(GK_PAIR(low, *, scale)), other = narrowed(GK_PAIR(high, *, scale));
    differ |= (vec_int)result ^ (vec_int)other;
    store_lanes(dx + c, result, lanes);
  }
  *certain = row.sum < HUGE_VAL && is_zero(differ);
}

static void cross_entropy_row(const float *x, const float *targets, double kept, double spread, float *loss,
                              long columns, int *certain) {
  double largest = (double)largest_of_row(x, columns);
  // The exponentials of what is below the largest number, and how often that occurs.
  wide_pair others = {{0}};
  long ties = 0;
  GK_FOR_COLUMNS(columns, c, lanes) {
    vec v = load_logits(x + c, lanes);
    wide_pair e = row_exponentials(v, largest);
    vec_int is_top = v == splat((float)largest);
    for (int i = 0; i < GK_LANES; i++) ties -= is_top[i];
    wide_pair below = widened(select_vec(is_top, splat(0), splat(1)));
    others = GK_PAIR(others, +, GK_PAIR(e, *, below));
  }
  double sum = wide_sum(others) + (double)(ties - 1), excess = log1p(sum);
  wide_pair total = {{0}}, size = {{0}};
  float ones[GK_LANES];
  store(ones, splat(1));
  GK_FOR_COLUMNS(columns, c, lanes) {
    wide_pair v = widened(load_lanes(x + c, lanes)), t = smoothed(targets, c, lanes, kept, spread);
    if (lanes < GK_LANES) t = GK_PAIR(t, *, widened(load_first(ones, lanes)));
    wide_pair surprise = {(splat_wide(largest) - v.low) + splat_wide(excess),
                          (splat_wide(largest) - v.high) + splat_wide(excess)};
    // A class that cannot be costs nothing, however sure the logits are of that.
    wide_pair cost = {select_wide(t.low == splat_wide(0), t.low, t.low * surprise.low),
                      select_wide(t.high == splat_wide(0), t.high, t.high * surprise.high)};
    total = GK_PAIR(total, +, cost);
    size = GK_PAIR(size, +, absolute_pair(cost));
  }
  double result = wide_sum(total), margin = wide_sum(size) * softmax_margin(columns);
  *loss = (float)(result - margin);
  *certain = sum < HUGE_VAL && margin < HUGE_VAL && *loss == (float)(result + margin);
}

/// What is added up of the exponentials below the largest number, and how often that occurs.
typedef struct {
  wide_pair others;
  wide_int ties;
} below_largest;

GK_INLINE void add_below(below_largest *sums, vec x, double largest) {
  wide_pair v = widened(x), e = row_exponentials(x, largest);
  wide_int low = v.low == splat_wide(largest), high = v.high == splat_wide(largest);
  wide_pair below = {(wide)((wide_int)e.low & ~low), (wide)((wide_int)e.high & ~high)};
  sums->others = GK_PAIR(sums->others, +, below);
  sums->ties -= low + high;
}

static void class_loss_row(const float *x, long target, float *loss, long columns, int *certain) {
  double largest = (double)largest_of_row(x, columns);
  below_largest sums = {{{0}}};
  GK_FOR_VECTORS(columns, c, lanes, add_below(&sums, load_logits(x + c, lanes), largest);)
  long long ties = -1;
  for (int i = 0; i < GK_LANES / 2; i++) ties += sums.ties[i];
  double sum = wide_sum(sums.others) + (double)ties;
  double result = (largest - (double)x[target]) + log1p(sum), margin = fabs(result) * softmax_margin(columns);
  *loss = (float)(result - margin);
  *certain = sum < HUGE_VAL && margin < HUGE_VAL && *loss == (float)(result + margin);
}

static void class_loss_row_gradient(const float *x, long target, double factor, float *dx, long columns, int *certain) {
  row_exponents row;
  sum_exponentials(x, columns, &row);
  double margin = softmax_margin(columns), low = (1 - margin) / row.sum, high = (1 + margin) / row.sum;
  wide_pair lower = GK_PAIR_SPLAT(low), upper = GK_PAIR_SPLAT(high), scale = GK_PAIR_SPLAT(factor);
  vec_int differ = {0};
  GK_FOR_VECTORS(columns, c, lanes, wide_pair e = kept_exponentials(x, columns, c, lanes, &row);
                 wide_pair least = GK_PAIR(e, *, lower), most = GK_PAIR(e, *, upper);
                 vec result = narrowed(GK_PAIR(least, *, scale));
                 differ |= (vec_int)result ^ (vec_int)narrowed(GK_PAIR(most, *, scale));
                 store_lanes(dx + c, result, lanes);)
  double e = columns <= GK_SOFTMAX_KEPT ? ((const double *)row.kept)[target]
                                        : row_exponentials(splat(x[target]), row.largest).low[0];
  dx[target] = (float)((e * low - 1) * factor);
  *certain = row.sum < HUGE_VAL && is_zero(differ) && dx[target] == (float)((e * high - 1) * factor);
}
#undef GK_PAIR
#undef GK_PAIR_SPLAT
