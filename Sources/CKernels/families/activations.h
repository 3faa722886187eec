// Functions of single numbers, and their gradients.

/// A kernel that takes `count` floats from x to y; `v` is a vector of x.
#define GK_FUNCTION(name, result)                                                                                      \
  GK_INLINE vec name##_vector(vec v) { return result; }                                                                \
  static void name(const float *x, float *y, long count) {                                                             \
    GK_FOR_VECTORS(count, i, lanes, store_lanes(y + i, name##_vector(load_lanes(x + i, lanes)), lanes);)                \
  }

/// The kernel of a gradient: dy times the derivative `slope` at a vector v of x.
#define GK_FUNCTION_GRADIENT(name, slope)                                                                              \
  GK_INLINE vec name##_vector(vec v) { return slope; }                                                                 \
  static void name(const float *x, const float *dy, float *dx, long count) {                                           \
    GK_FOR_VECTORS(count, i, lanes, vec slope_at = name##_vector(load_lanes(x + i, lanes));                            \
                   store_lanes(dx + i, load_lanes(dy + i, lanes) * slope_at, lanes);)                                  \
  }

/// A function of doubles of both halves of a vector.
#define GK_BY_HALVES(function, v)                                                                                      \
  ({                                                                                                                   \
    wide_pair halves = widened(v);                                                                                     \
    narrowed((wide_pair){function(halves.low), function(halves.high)});                                                \
  })

GK_INLINE vec gelu_slope(vec x) {
  vec density = normal_density(x);
  return normal_distribution(x, density) + clamped(x, splat(-20), splat(20)) * density * splat(0.39894228f);
}

GK_INLINE vec softplus_vec(vec x) {
  vec positive = select_vec(x > splat(0), x, splat(0));
  return log1p_of_unit(exp_vec((vec)((vec_int)x | (vec_int)splat(-0.0f)))) + positive;
}

GK_INLINE vec silu_slope(vec x) {
  vec y = logistic_vec(x);
  return y * (splat(1) + x * (splat(1) - y));
}

// (1 + tanh u) / 2 = logistic(2 u) with 2 u = sqrt(8 / pi) (x + 0.044715 x^3).
GK_INLINE vec approximate_distribution(vec x) {
  return logistic_vec(splat(1.5957691f) * x * (splat(1) + splat(0.044715f) * x * x));
}

GK_INLINE vec gelu_tanh_slope(vec x) {
  vec y = approximate_distribution(x);
  return y + x * (y * (splat(1) - y) * splat(1.5957691f) * (splat(1) + splat(0.134145f) * x * x));
}

GK_FUNCTION(exponential, exp_vec(v))
GK_FUNCTION(logarithm, GK_BY_HALVES(log_of_floats, v))
GK_FUNCTION(logarithm_near_one, GK_BY_HALVES(log1p_of_floats, v))
GK_FUNCTION(hyperbolic_tangent, GK_BY_HALVES(tanh_of_floats, v))
GK_FUNCTION(logistic, logistic_vec(v))
GK_FUNCTION(softplus, softplus_vec(v))
GK_FUNCTION_GRADIENT(softplus_gradient, logistic_vec(v))
GK_FUNCTION(silu, v *logistic_vec(v))
GK_FUNCTION_GRADIENT(silu_gradient, silu_slope(v))
GK_FUNCTION(gelu, v *normal_distribution(v, normal_density(v)))
GK_FUNCTION_GRADIENT(gelu_gradient, gelu_slope(v))
GK_FUNCTION(gelu_tanh, v *approximate_distribution(v))
GK_FUNCTION_GRADIENT(gelu_tanh_gradient, gelu_tanh_slope(v))

GK_INLINE vec elu_vector(vec x, vec alpha) {
  return select_vec(x > splat(0), x, alpha * GK_BY_HALVES(expm1_of_floats, x));
}

GK_INLINE vec elu_slope(vec x, vec alpha) { return select_vec(x > splat(0), splat(1), alpha * exp_vec(x)); }

static void elu(const float *x, float alpha, float *y, long count) {
  GK_FOR_VECTORS(count, i, lanes, store_lanes(y + i, elu_vector(load_lanes(x + i, lanes), splat(alpha)), lanes);)
}

static void elu_gradient(const float *x, const float *dy, float alpha, float *dx, long count) {
  GK_FOR_VECTORS(count, i, lanes, vec slope = elu_slope(load_lanes(x + i, lanes), splat(alpha));
                 store_lanes(dx + i, load_lanes(dy + i, lanes) * slope, lanes);)
}

GK_INLINE vec binary_loss(vec x, vec target) {
  // log(1 + exp(-x)) for one sign of x and the same with x taken out of it for the other: no exponential overflows.
  vec outside = select_vec(x > splat(0), x * (splat(1) - target), -x * target);
  return outside + log1p_of_unit(exp_vec((vec)((vec_int)x | (vec_int)splat(-0.0f))));
}

static void binary_cross_entropy(const float *x, const float *target, float *loss, long count) {
  GK_FOR_VECTORS(count, i, lanes, vec value = binary_loss(load_lanes(x + i, lanes), load_lanes(target + i, lanes));
                 store_lanes(loss + i, value, lanes);)
}

static void binary_cross_entropy_gradient(const float *x, const float *target, float scale, float *dx, long count) {
  GK_FOR_VECTORS(count, i, lanes, vec slope = logistic_vec(load_lanes(x + i, lanes)) - load_lanes(target + i, lanes);
                 store_lanes(dx + i, slope * splat(scale), lanes);)
}
#undef GK_FUNCTION
#undef GK_FUNCTION_GRADIENT
#undef GK_BY_HALVES
