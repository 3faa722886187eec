// Max-pooling, one output pixel at a time.

static void max_pixels(const float *const *pixels, int count, long channels, float *y, unsigned char *which) {
  GK_FOR_COLUMNS(channels, c, lanes) {
    vec best = load_lanes(pixels[0] + c, lanes);
    vec_int choice = {0};
    for (int i = 1; i < count; i++) {
      vec value = load_lanes(pixels[i] + c, lanes);
      // A NaN, once met, stays: training that diverges must show it.
      vec_int larger = (value > best) | (value != value);
      best = (vec)(((vec_int)value & larger) | ((vec_int)best & ~larger));
      choice = (larger & i) | (choice & ~larger);
    }
    store_lanes(y + c, best, lanes);
    store_choice(which + c, choice, lanes);
  }
}

static void max_pixels_gradient(float *const *pixels, int count, long channels, const float *dy,
                                const unsigned char *which) {
  GK_FOR_COLUMNS(channels, c, lanes) {
    vec d = load_lanes(dy + c, lanes);
    vec_int choice = load_choice(which + c, lanes);
    for (int i = 0; i < count; i++) {
      float *pixel = pixels[i] + c;
      store_lanes(pixel, load_lanes(pixel, lanes) + (vec)((vec_int)d & (choice == i)), lanes);
    }
  }
}
