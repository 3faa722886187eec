// Parameter updates, one pass over weights, gradient and what the rule remembers of them.
//
// Written in vectors: left to itself the compiler keeps square roots scalar, for the sake of errno.

static void sgd(float *w, float *velocity, const float *gradient, long count, float rate, float momentum,
                int is_nesterov) {
  vec r = splat(rate), decay = splat(momentum);
  GK_FOR_COLUMNS(count, i, lanes) {
    vec step = load_lanes(gradient + i, lanes) * r;
    vec change = -step;
    if (velocity) {
      change = load_lanes(velocity + i, lanes) * decay - step;
      store_lanes(velocity + i, change, lanes);
      if (is_nesterov) change = change * decay - step;
    }
    store_lanes(w + i, load_lanes(w + i, lanes) + change, lanes);
  }
}

static void rmsprop(float *w, float *square, float *average, float *velocity, const float *gradient, long count,
                    float rate, float rho, float momentum, float epsilon) {
  vec r = splat(rate), keep = splat(rho), take = splat(1 - rho), decay = splat(momentum), zero = {0};
  GK_FOR_COLUMNS(count, i, lanes) {
    vec g = load_lanes(gradient + i, lanes);
    vec s = load_lanes(square + i, lanes) * keep + g * g * take;
    store_lanes(square + i, s, lanes);
    if (average) {
      vec a = load_lanes(average + i, lanes) * keep + g * take;
      store_lanes(average + i, a, lanes);
      // A variance, which rounding may carry below zero.
      s = clamped(s - a * a, zero, splat(INFINITY));
    }
    vec step = g * r / __builtin_elementwise_sqrt(s + splat(epsilon));
    if (velocity) {
      step = load_lanes(velocity + i, lanes) * decay + step;
      store_lanes(velocity + i, step, lanes);
    }
    store_lanes(w + i, load_lanes(w + i, lanes) - step, lanes);
  }
}

static void adam(float *w, float *m, float *v, const float *gradient, long count, float rate, float decay, float beta1,
                 float beta2, float epsilon) {
  vec r = splat(rate), d = splat(decay), take1 = splat(1 - beta1), take2 = splat(1 - beta2), e = splat(epsilon);
  GK_FOR_COLUMNS(count, i, lanes) {
    vec g = load_lanes(gradient + i, lanes), old = load_lanes(w + i, lanes);
    vec m1 = load_lanes(m + i, lanes), v1 = load_lanes(v + i, lanes);
    // Keras's form of the moving averages: m += (g - m)(1 - beta).
    m1 += (g - m1) * take1;
    v1 += (g * g - v1) * take2;
    store_lanes(m + i, m1, lanes);
    store_lanes(v + i, v1, lanes);
    store_lanes(w + i, old - old * d - r * m1 / (__builtin_elementwise_sqrt(v1) + e), lanes);
  }
}
