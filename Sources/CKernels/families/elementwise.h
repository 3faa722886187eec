// Elementwise arithmetic: plain loops that the compiler vectorises for the variant.

static void accumulate(float *y, const float *x, long count) {
  for (long i = 0; i < count; i++) y[i] += x[i];
}

#define GK_BINARY(name, operation)                                                                                     \
  GK_INLINE void name##_row(const float *a, long a_step, const float *b, long b_step, float *y, long columns) {        \
    if (a_step && b_step) {                                                                                            \
      for (long i = 0; i < columns; i++) y[i] = a[i] operation b[i];                                                   \
    } else if (a_step) {                                                                                               \
      float right = b[0];                                                                                              \
      for (long i = 0; i < columns; i++) y[i] = a[i] operation right;                                                  \
    } else if (b_step) {                                                                                               \
      float left = a[0];                                                                                               \
      for (long i = 0; i < columns; i++) y[i] = left operation b[i];                                                   \
    } else {                                                                                                           \
      float value = a[0] operation b[0];                                                                               \
      for (long i = 0; i < columns; i++) y[i] = value;                                                                 \
    }                                                                                                                  \
  }                                                                                                                    \
  static void name(gk_operand a, gk_operand b, float *y, long rows, long columns) {                                    \
    for (long r = 0; r < rows; r++)                                                                                    \
      name##_row(a.start + r * a.row, a.step, b.start + r * b.row, b.step, y + r * columns, columns);                  \
  }
GK_BINARY(add, +)
GK_BINARY(subtract, -)
GK_BINARY(multiply, *)
GK_BINARY(divide, /)
#undef GK_BINARY

// Comparisons that let NaN through.
static void clamp(const float *x, float lower, float upper, float *y, long count) {
  for (long i = 0; i < count; i++) {
    float value = x[i] < lower ? lower : x[i];
    y[i] = value > upper ? upper : value;
  }
}

static void clamp_gradient(const float *y, const float *dy, float lower, float upper, float *dx, long count) {
  for (long i = 0; i < count; i++) dx[i] = y[i] > lower && y[i] < upper ? dy[i] : 0;
}

static void leaky(const float *x, float slope, float *y, long count) {
  for (long i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

static void leaky_gradient(const float *x, const float *dy, float slope, float *dx, long count) {
  for (long i = 0; i < count; i++) dx[i] = dy[i] * (x[i] > 0 ? 1 : slope);
}

static void squared_differences(const float *a, const float *b, float *y, long count) {
  for (long i = 0; i < count; i++) y[i] = (a[i] - b[i]) * (a[i] - b[i]);
}

static void squared_differences_gradient(const float *a, const float *b, float dy, float *da, long count) {
  for (long i = 0; i < count; i++) da[i] = dy * (a[i] - b[i]) + dy * (a[i] - b[i]);
}

// x * min(max(x + 3, 0), 6) / 6; NaN goes through.
static void hard_swish(const float *x, float *y, long count) {
  for (long i = 0; i < count; i++) {
    float value = x[i] + 3;
    value = value < 0 ? 0 : value;
    value = value > 6 ? 6 : value;
    y[i] = x[i] * value * (1.0f / 6);
  }
}

static void hard_swish_gradient(const float *x, const float *dy, float *dx, long count) {
  for (long i = 0; i < count; i++) {
    float slope = (2 * x[i] + 3) * (1.0f / 6);
    slope = x[i] <= -3 ? 0 : slope;
    slope = x[i] >= 3 ? 1 : slope;
    dx[i] = dy[i] * slope;
  }
}
