// What a machine can do at best: arithmetic in registers alone, and memory traffic without arithmetic.

static void multiply_adds(float *values, long steps, long *count) {
  vec sums[2 * GK_WIDE_HEIGHT], a = splat(values[0]), b = splat(values[1]);
  GK_UNROLL for (int i = 0; i < 2 * GK_WIDE_HEIGHT; i++) sums[i] = splat(values[2 + i]);
  for (long step = 0; step < steps; step++) {
    GK_UNROLL for (int i = 0; i < 2 * GK_WIDE_HEIGHT; i++) sums[i] = fma_vec(sums[i], a, b);
  }
  GK_UNROLL for (int i = 0; i < 2 * GK_WIDE_HEIGHT; i++) values[2 + i] = sums[i][0];
  *count = steps * 2 * GK_WIDE_HEIGHT * GK_LANES;
}

static void stream_read(const float *x, long count, float *sum) {
  vec sums[4] = {{0}, {0}, {0}, {0}};
  long i = 0;
  for (; i + 4 * GK_LANES <= count; i += 4 * GK_LANES) {
    GK_UNROLL for (int v = 0; v < 4; v++) sums[v] += load(x + i + v * GK_LANES);
  }
  vec all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  float total = 0;
  for (int lane = 0; lane < GK_LANES; lane++) total += all[lane];
  for (; i < count; i++) total += x[i];
  *sum = total;
}

static void stream_write(float *y, float value, long count) {
  long i = 0;
  for (; i + 4 * GK_LANES <= count; i += 4 * GK_LANES) {
    GK_UNROLL for (int v = 0; v < 4; v++) store(y + i + v * GK_LANES, splat(value));
  }
  for (; i < count; i++) y[i] = value;
}

static void stream_copy(const float *x, float *y, long count) {
  long i = 0;
  for (; i + 4 * GK_LANES <= count; i += 4 * GK_LANES) {
    GK_UNROLL for (int v = 0; v < 4; v++) store(y + i + v * GK_LANES, load(x + i + v * GK_LANES));
  }
  for (; i < count; i++) y[i] = x[i];
}
