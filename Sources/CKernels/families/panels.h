// Panels: matrices in vertical strips of a tile's width, each contiguous, with zeros behind the last channel.

/// y[r][c] = x[c][r] for 4 × 4 floats.
GK_INLINE void transpose_quads(const float *x, long x_stride, float *y, long y_stride) {
  quad a = *(const quad_unaligned *)x, b = *(const quad_unaligned *)(x + x_stride);
  quad c = *(const quad_unaligned *)(x + 2 * x_stride), d = *(const quad_unaligned *)(x + 3 * x_stride);
  quad ab01 = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab23 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  quad cd01 = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd23 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(quad_unaligned *)y = __builtin_shufflevector(ab01, cd01, 0, 1, 4, 5);
  *(quad_unaligned *)(y + y_stride) = __builtin_shufflevector(ab01, cd01, 2, 3, 6, 7);
  *(quad_unaligned *)(y + 2 * y_stride) = __builtin_shufflevector(ab23, cd23, 0, 1, 4, 5);
  *(quad_unaligned *)(y + 3 * y_stride) = __builtin_shufflevector(ab23, cd23, 2, 3, 6, 7);
}

static void pack_panel(const float *x, long row_stride, long rows, long channels, float *panel, long width) {
  for (long r = 0; r < rows; r++)
    GK_FOR_COLUMNS(channels, c, lanes) store(panel + r * width + c, load_lanes(x + r * row_stride + c, lanes));
}

static void pack_panel_transposed(const float *x, long channel_stride, long rows, long channels, float *panel,
                                  long width) {
  long quad_rows = rows / 4 * 4, quad_channels = channels / 4 * 4;
  // A row of the panel after the other: it may be longer than the cache.
  for (long r = 0; r < quad_rows; r += 4)
    for (long c = 0; c < quad_channels; c += 4)
      transpose_quads(x + c * channel_stride + r, channel_stride, panel + r * width + c, width);
  for (long r = 0; r < rows; r++)
    for (long c = r < quad_rows ? quad_channels : 0; c < width; c++)
      panel[r * width + c] = c < channels ? x[c * channel_stride + r] : 0;
}

static void unpack_panels(const float *panels, long count, long panel_stride, long rows, long channels, long width,
                          float *y, long row_stride) {
  for (long r = 0; r < rows; r++) {
    float *target = y + r * row_stride;
    GK_FOR_COLUMNS(channels, c, lanes) {
      vec sum = {0};
      for (long i = 0; i < count; i++) sum += load(panels + i * panel_stride + r * width + c);
      store_lanes(target + c, sum, lanes);
    }
  }
}
