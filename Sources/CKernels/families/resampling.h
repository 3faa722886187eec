// Weighted sums of the rows and pixels of images: plain loops that the compiler vectorises for the variant.

/// Few taps at a time, so that sums stay in registers.
GK_INLINE void blend(const float *x, const long *indices, const float *weights, long taps, float *restrict y, long count) {
  if (taps == 2) {
    const float *a = x + indices[0] * count, *b = x + indices[1] * count;
    float p = weights[0], q = weights[1];
    for (long i = 0; i < count; i++) y[i] = (0 + p * a[i]) + q * b[i];
    return;
  }
  if (taps == 1 && weights[0] == 1) {
    const float *a = x + indices[0] * count;
    for (long i = 0; i < count; i++) y[i] = a[i];
    return;
  }
  for (long i = 0; i < count; i++) y[i] = 0;
  for (long t = 0; t < taps; t++) {
    const float *a = x + indices[t] * count;
    for (long i = 0; i < count; i++) y[i] += weights[t] * a[i];
  }
}

static void blend_rows(const float *x, const long *rows, const float *weights, long taps, float *y, long count) {
  blend(x, rows, weights, taps, y, count);
}

static void blend_pixels(const float *x, const long *starts, const long *indices, const float *weights, float *y,
                         long pixels, long channels) {
  if (channels == 3) {
    // The colours of a pixel, in registers.
    for (long p = 0; p < pixels; p++, y += 3) {
      long taps = starts[p + 1] - starts[p];
      blend(x, indices + starts[p], weights + starts[p], taps, y, 3);
    }
    return;
  }
  for (long p = 0; p < pixels; p++)
    blend(x, indices + starts[p], weights + starts[p], starts[p + 1] - starts[p], y + p * channels, channels);
}
