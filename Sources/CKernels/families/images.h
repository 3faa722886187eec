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

typedef float quad __attribute__((vector_size(16)));
typedef float quad_unaligned __attribute__((vector_size(16), aligned(4), may_alias));

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
    vec_int rounded = __builtin_convertvector(limited(load(x + i), splat(0), splat(255)) + 0.5f, vec_int);
    vec_byte levels = __builtin_convertvector(rounded, vec_byte);
    memcpy(y + i, &levels, sizeof levels);
  }
  for (; i < count; i++) {
    float level = x[i] < 0 ? 0 : x[i] > 255 ? 255 : x[i];
    y[i] = (unsigned char)(level + 0.5f);
  }
}
