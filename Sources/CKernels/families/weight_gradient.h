// Products of windows and output gradients summed over pixels: the inner loops of a convolution's weight gradient.

/// `height` rows of the sums, from `first` on.
GK_INLINE void weight_tile(const gk_weight_box *box, long first, const int height, const int vectors) {
  const long input_pixel = box->input_pixel, gradient_pixel = box->gradient_pixel;
  vec sums[GK_NARROW_HEIGHT][2];
  float *target = box->sums + first * box->sum_row;
  GK_UNROLL for (int i = 0; i < height; i++) {
    GK_UNROLL for (int v = 0; v < vectors; v++) {
      sums[i][v] = box->accumulates ? load(target + i * box->sum_row + v * GK_LANES) : (vec){0};
    }
  }

  for (long image = 0; image < box->images; image++) {
    for (long row = 0; row < box->rows; row++) {
      const float *x = box->input + image * box->input_image + row * box->input_row + first;
      const float *d = box->gradient + image * box->gradient_image + row * box->gradient_row;
      for (long p = 0; p < box->pixels; p++, x += input_pixel, d += gradient_pixel) {
        // The next tile's share of the pixel: processors do not foresee steps of a whole pixel.
        GK_UNROLL for (int i = 0; i < height; i += 16) __builtin_prefetch(x + height + i + 15);
        vec gradients[2];
        GK_UNROLL for (int v = 0; v < vectors; v++) gradients[v] = load(d + v * GK_LANES);
        GK_UNROLL for (int i = 0; i < height; i++) {
          vec value = splat(x[i]);
          GK_UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = fma_vec(value, gradients[v], sums[i][v]);
        }
      }
    }
  }

  GK_UNROLL for (int i = 0; i < height; i++) {
    GK_UNROLL for (int v = 0; v < vectors; v++) store(target + i * box->sum_row + v * GK_LANES, sums[i][v]);
  }
}

#define GK_WEIGHT_TILE(height, vectors)                                                                                \
  static void weight_tile_##height##x##vectors(const gk_weight_box *box, long first) {                                \
    weight_tile(box, first, height, vectors);                                                                          \
  }
GK_TILES(GK_WEIGHT_TILE)
#undef GK_WEIGHT_TILE

static void weight_sums(const gk_weight_box *box) {
  static void (*const tiles[3][GK_NARROW_HEIGHT + 1])(const gk_weight_box *, long) = {
#define GK_ENTRY(height, vectors) [vectors][height] = weight_tile_##height##x##vectors,
    GK_TILES(GK_ENTRY)
#undef GK_ENTRY
  };
  int vectors = (int)(box->width / GK_LANES);
  GK_FOR_TILES(box->run, vectors, first, height) tiles[vectors][height](box, first);
}
