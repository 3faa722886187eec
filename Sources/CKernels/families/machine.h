// What a machine can do at most: arithmetic in registers alone, and memory traffic without arithmetic.

/// Steps of `GK_NARROW_HEIGHT` vectors that stay in registers: as many independent chains as a tile has sums.
static void multiply_add_chains(float *x, long count, long steps) {
  const vec half = splat(0.5f), one = splat(1);
  long i = 0;
  for (; i + GK_NARROW_HEIGHT * GK_LANES <= count; i += GK_NARROW_HEIGHT * GK_LANES) {
    vec chains[GK_NARROW_HEIGHT];
    GK_UNROLL for (int c = 0; c < GK_NARROW_HEIGHT; c++) chains[c] = load(x + i + c * GK_LANES);
    for (long step = 0; step < steps; step++) {
      GK_UNROLL for (int c = 0; c < GK_NARROW_HEIGHT; c++) chains[c] = fma_vec(chains[c], half, one);
    }
    GK_UNROLL for (int c = 0; c < GK_NARROW_HEIGHT; c++) store(x + i + c * GK_LANES, chains[c]);
  }
  for (; i < count; i++)
    for (long step = 0; step < steps; step++) x[i] = x[i] * 0.5f + 1;
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
