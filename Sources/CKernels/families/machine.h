// What the processor can do at best.

static void multiply_adds(float *values, long steps, long *count) {
  vec sums[2 * GK_WIDE_HEIGHT], a = splat(values[0]), b = splat(values[1]);
  GK_UNROLL for (int i = 0; i < 2 * GK_WIDE_HEIGHT; i++) sums[i] = splat(values[2 + i]);
  for (long step = 0; step < steps; step++) {
    GK_UNROLL for (int i = 0; i < 2 * GK_WIDE_HEIGHT; i++) sums[i] = fma_vec(sums[i], a, b);
  }
  GK_UNROLL for (int i = 0; i < 2 * GK_WIDE_HEIGHT; i++) values[2 + i] = sums[i][0];
  *count = steps * 2 * GK_WIDE_HEIGHT * GK_LANES;
}
