// Elementwise arithmetic: plain loops that the compiler vectorises for the variant.

static void accumulate(float *y, const float *x, long count) {
  for (long i = 0; i < count; i++) y[i] += x[i];
}

#define GK_BINARY(name, operation)                                                                                     \
  static void name(const float *a, long a_stride, const float *b, long b_stride, float *y, long count) {              \
    if (a_stride && b_stride) {                                                                                        \
      for (long i = 0; i < count; i++) y[i] = a[i] operation b[i];                                                     \
    } else if (a_stride) {                                                                                             \
      float right = b[0];                                                                                              \
      for (long i = 0; i < count; i++) y[i] = a[i] operation right;                                                    \
    } else if (b_stride) {                                                                                             \
      float left = a[0];                                                                                               \
      for (long i = 0; i < count; i++) y[i] = left operation b[i];                                                     \
    } else {                                                                                                           \
      float value = a[0] operation b[0];                                                                               \
      for (long i = 0; i < count; i++) y[i] = value;                                                                   \
    }                                                                                                                  \
  }
GK_BINARY(add, +)
GK_BINARY(subtract, -)
GK_BINARY(multiply, *)
GK_BINARY(divide, /)
#undef GK_BINARY

static void relu(const float *x, float *y, long count) {
  for (long i = 0; i < count; i++) y[i] = 0 > x[i] ? 0 : x[i];  // Lets NaN through.
}

static void relu_gradient(const float *y, const float *dy, float *dx, long count) {
  for (long i = 0; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

static void relu6(const float *x, float *y, long count) {
  for (long i = 0; i < count; i++) y[i] = 0 > x[i] ? 0 : 6 < x[i] ? 6 : x[i];
}

static void relu6_gradient(const float *y, const float *dy, float *dx, long count) {
  for (long i = 0; i < count; i++) dx[i] = y[i] > 0 && y[i] < 6 ? dy[i] : 0;
}

static void add_row(float *y, const float *b, long rows, long columns) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < columns; c++) y[r * columns + c] += b[c];
}
