// The epilogue of the kernels of convolution: what they do with sums while these are in registers.

/// The bias of a vector of channels from `c` on; zeros if there is none.
GK_INLINE vec load_bias(const gk_epilogue *e, long c, long lanes) {
  return e->bias ? load_lanes(e->bias + c, lanes) : (vec){0};
}

/// Sums of the deviations of a vector of channels from a shift, and of their squares.
typedef struct {
  vec shift, sums, squares;
} vec_moments;

GK_INLINE void add_deviation(vec_moments *moments, vec deviation) {
  moments->sums += deviation;
  moments->squares = fma_vec(deviation, deviation, moments->squares);
}

/// Adds the moments of a vector of channels from `c` on to those in memory.
GK_INLINE void store_moments(const gk_epilogue *e, const vec_moments *moments, long c, long lanes) {
  float *sums = e->sums + c, *squares = e->squares + c;
  store_lanes(sums, load_lanes(sums, lanes) + moments->sums, lanes);
  store_lanes(squares, load_lanes(squares, lanes) + moments->squares, lanes);
}

/// Clamps a sum and adds it to the moments, if there is a shift.
GK_INLINE vec finish_sum(const gk_epilogue *e, vec sum, vec_moments *moments) {
  sum = clamped(sum, splat(e->lower), splat(e->upper));
  if (e->shift) add_deviation(moments, sum - moments->shift);
  return sum;
}

/// Clamps `size` sums of one vector of channels from `c` on, `step` vectors apart, and adds the first `count` of them
/// to the moments in memory, if there is a shift.
GK_INLINE void finish(const gk_epilogue *e, vec *sums, const int step, const int size, const long count, long c,
                      long lanes) {
  if (e->lower > -INFINITY || e->upper < INFINITY) {
    vec lower = splat(e->lower), upper = splat(e->upper);
    GK_UNROLL for (int p = 0; p < size; p++) sums[p * step] = clamped(sums[p * step], lower, upper);
  }
  if (e->shift) {
    vec_moments moments = {.shift = load_lanes(e->shift + c, lanes)};
    GK_UNROLL for (int p = 0; p < size; p++) {
      add_deviation(&moments, p < count ? sums[p * step] - moments.shift : (vec){0});
    }
    store_moments(e, &moments, c, lanes);
  }
}
