// Max-pooling, one output pixel at a time.

static void max_pixels(const float *const *pixels, int count, long channels, float *y, unsigned char *which) {
  for (long c = 0; c < channels; c++) {
    y[c] = pixels[0][c];
    which[c] = 0;
  }
  for (int i = 1; i < count; i++) {
    const float *pixel = pixels[i];
    for (long c = 0; c < channels; c++) {
      // A NaN, once met, stays: training that diverges must show it.
      int larger = pixel[c] > y[c] || pixel[c] != pixel[c];
      y[c] = larger ? pixel[c] : y[c];
      which[c] = larger ? (unsigned char)i : which[c];
    }
  }
}

static void max_pixels_gradient(float *const *pixels, int count, long channels, const float *dy,
                                const unsigned char *which) {
  for (int i = 0; i < count; i++) {
    float *pixel = pixels[i];
    for (long c = 0; c < channels; c++) pixel[c] += which[c] == i ? dy[c] : 0;
  }
}
