// Sums over windows: the inner loops of convolution and of its data gradient.

/// `height` pixels of a line, from `first` on. Each weight is read once for all of them, each pixel is broadcast.
GK_INLINE void window_tile(const gk_window_line *line, long first, const int height, const int vectors) {
  vec sums[GK_NARROW_HEIGHT][2];
  GK_UNROLL for (int v = 0; v < vectors; v++) {
    long lanes = tile_lanes(line->channels, vectors, v);
    vec start = load_bias(&line->epilogue, v * GK_LANES, lanes);
    GK_UNROLL for (int p = 0; p < height; p++) sums[p][v] = start;
  }

  if (line->epilogue.addend) {
    const float *addend = line->epilogue.addend + first * line->output_stride;
    GK_UNROLL for (int v = 0; v < vectors; v++) {
      long lanes = tile_lanes(line->channels, vectors, v);
      GK_UNROLL for (int p = 0; p < height; p++) {
        sums[p][v] += load_lanes(addend + p * line->output_stride + v * GK_LANES, lanes);
      }
    }
  }

  // Where the sums will be written: fetched while they are computed.
  float *output = line->output + first * line->output_stride;
  GK_UNROLL for (int p = 0; p < height; p++) {
    GK_UNROLL for (int v = 0; v < vectors; v++) {
      __builtin_prefetch(output + p * line->output_stride + v * GK_LANES, 1);
    }
  }

  const float *input = line->input + first * line->pixel_stride;
  const long stride = line->pixel_stride, run = line->run;
  for (long row = 0; row < line->rows; row++) {
    const float *x = input + row * line->row_stride, *w = line->weights + row * line->weight_row_stride;
    for (long i = 0; i < run;) {
      // One cache line of each pixel at a time. Meanwhile those of the next tile are fetched that no earlier line has
      // read: processors do not foresee so many streams.
      if (row == line->rows - 1) {
        GK_UNROLL for (int p = 0; p < height; p++) __builtin_prefetch(x + (p + height) * stride + i);
      }
      for (long end = i + 16 < run ? i + 16 : run; i < end; i++, w += vectors * GK_LANES) {
        vec weights[2];
        GK_UNROLL for (int v = 0; v < vectors; v++) weights[v] = load(w + v * GK_LANES);
        GK_UNROLL for (int p = 0; p < height; p++) {
          vec pixel = splat(x[p * stride + i]);
          GK_UNROLL for (int v = 0; v < vectors; v++) sums[p][v] = fma_vec(pixel, weights[v], sums[p][v]);
        }
      }
    }
  }

  GK_UNROLL for (int v = 0; v < vectors; v++) {
    long lanes = tile_lanes(line->channels, vectors, v);
    finish(&line->epilogue, &sums[0][v], 2, height, height, v * GK_LANES, lanes);
    GK_UNROLL for (int p = 0; p < height; p++) {
      store_lanes(output + p * line->output_stride + v * GK_LANES, sums[p][v], lanes);
    }
  }
}

#define GK_WINDOW_TILE(height, vectors)                                                                                \
  static void window_tile_##height##x##vectors(const gk_window_line *line, long first) {                               \
    window_tile(line, first, height, vectors);                                                                         \
  }
GK_TILES(GK_WINDOW_TILE)
#undef GK_WINDOW_TILE

static void window_sums(const gk_window_line *line) {
  static void (*const tiles[3][GK_NARROW_HEIGHT + 1])(const gk_window_line *, long) = {
#define GK_ENTRY(height, vectors) [vectors][height] = window_tile_##height##x##vectors,
    GK_TILES(GK_ENTRY)
#undef GK_ENTRY
  };
  int vectors = tile_vectors(line->channels);
  GK_FOR_TILES(line->pixels, vectors, first, height) tiles[vectors][height](line, first);
}
