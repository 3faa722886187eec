// Levels of images: the vertical half of a resize, and bilinear samples.

static void blend_levels(const unsigned char *x, long row_stride, const float *weights, long taps, float *y, long count) {
  long i = 0;
  for (; i + GK_LANES <= count; i += GK_LANES) {
    vec sum = splat(0);
    for (long tap = 0; tap < taps; tap++) {
      vec_byte levels;
      memcpy(&levels, x + tap * row_stride + i, sizeof levels);
      // No fused product, so that all instruction sets give the same bits.
      sum += __builtin_convertvector(levels, vec) * weights[tap];
    }
    store(y + i, sum);
  }
  for (; i < count; i++) {
    float sum = 0;
    for (long tap = 0; tap < taps; tap++) sum += x[tap * row_stride + i] * weights[tap];
    y[i] = sum;
  }
}

typedef unsigned char quad_byte __attribute__((vector_size(4)));

GK_INLINE quad load_levels(const unsigned char *p) {
  quad_byte levels;
  memcpy(&levels, p, sizeof levels);
  return __builtin_convertvector(levels, quad);
}

static void resample_line(const float *x, int channels, const long *starts, const float *weights, long stride, long taps,
                          float *y, long count) {
  if (channels == 1) {
    for (long i = 0; i < count; i++, weights += stride) {
      quad sum = {0};
      for (long tap = 0; tap < taps; tap += 4) {
        sum += *(const quad_unaligned *)(x + starts[i] + tap) * *(const quad_unaligned *)(weights + tap);
      }
      y[i] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
  } else {
    // The fourth lane is the next pixel's, and overwritten with it.
    for (long i = 0; i < count; i++, weights += stride) {
      const float *pixel = x + 3 * starts[i];
      quad sum = {0};
      for (long tap = 0; tap < taps; tap += 4) {
        const float *part = pixel + 3 * tap;
        quad even = *(const quad_unaligned *)part * weights[tap] + *(const quad_unaligned *)(part + 6) * weights[tap + 2];
        quad odd = *(const quad_unaligned *)(part + 3) * weights[tap + 1] + *(const quad_unaligned *)(part + 9) * weights[tap + 3];
        sum += even + odd;
      }
      *(quad_unaligned *)(y + 3 * i) = sum;
    }
  }
}

static void round_levels(const float *x, unsigned char *y, long count) {
  long i = 0;
  for (; i + GK_LANES <= count; i += GK_LANES) {
    vec_int rounded = __builtin_convertvector(clamped(load(x + i), splat(0), splat(255)) + 0.5f, vec_int);
    vec_byte levels = __builtin_convertvector(rounded, vec_byte);
    memcpy(y + i, &levels, sizeof levels);
  }
  for (; i < count; i++) {
    float level = x[i] < 0 ? 0 : x[i] > 255 ? 255 : x[i];
    y[i] = (unsigned char)(level + 0.5f);
  }
}

static void warp_pixels(const unsigned char *x, long row_length, int channels, const gk_warp_line *line, float *y,
                        long count) {
  vec steps;
  for (int lane = 0; lane < GK_LANES; lane++) steps[lane] = (float)lane;
  const quad offset = {line->offset[0], line->offset[1], line->offset[2], 0};
  for (long i = 0; i < count; i += GK_LANES) {
    // At the end of a line, its last pixel is computed again for the missing ones.
    vec place = clamped(steps + (float)i, splat(0), splat((float)(count - 1)));
    vec column = place * line->column_step + line->column, row = place * line->row_step + line->row;
    // Places are not negative, so that cutting off rounds down.
    vec_int left = __builtin_convertvector(column, vec_int), top = __builtin_convertvector(row, vec_int);
    vec fx = column - __builtin_convertvector(left, vec), fy = row - __builtin_convertvector(top, vec);
    vec_int corner = top * (int)row_length + left * channels;
    long lanes = count - i < GK_LANES ? count - i : GK_LANES;
    if (channels == 1) {
      vec_int upper, lower;  // in their low bytes, two neighbours
      for (int lane = 0; lane < GK_LANES; lane++) {
        unsigned short pair;
        memcpy(&pair, x + corner[lane], sizeof pair);
        upper[lane] = pair;
        memcpy(&pair, x + corner[lane] + row_length, sizeof pair);
        lower[lane] = pair;
      }
      vec a = __builtin_convertvector(upper & 255, vec), b = __builtin_convertvector(upper >> 8, vec);
      vec c = __builtin_convertvector(lower & 255, vec), d = __builtin_convertvector(lower >> 8, vec);
      a += (b - a) * fx;
      c += (d - c) * fx;
      store_first(y + i, (a + (c - a) * fy) * line->factor + line->offset[0], lanes);
    } else {
      for (int lane = 0; lane < lanes; lane++) {
        const unsigned char *pixel = x + corner[lane];
        quad a = load_levels(pixel), b = load_levels(pixel + 3);
        quad c = load_levels(pixel + row_length), d = load_levels(pixel + row_length + 3);
        a += (b - a) * fx[lane];
        c += (d - c) * fx[lane];
        quad value = (a + (c - a) * fy[lane]) * line->factor + offset;
        memcpy(y + 3 * (i + lane), &value, 3 * sizeof(float));
      }
    }
  }
}
