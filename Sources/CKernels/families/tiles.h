// Register tiles: how many sums the registers of a variant hold.
//
// A wide tile is two vectors of channels across; a narrow one is a single vector, for the last channels where they fit
// into it, and twice as high. Both leave registers for the vectors that are multiplied. Tiles of every height up to the
// limit exist, so that a line can be cut evenly: a low tile reads as much as a high one and does less with it.
#define GK_UP_TO_6(X, vectors) X(1, vectors) X(2, vectors) X(3, vectors) X(4, vectors) X(5, vectors) X(6, vectors)
#define GK_UP_TO_12(X, vectors)                                                                                        \
  GK_UP_TO_6(X, vectors)                                                                                               \
  X(7, vectors) X(8, vectors) X(9, vectors) X(10, vectors) X(11, vectors) X(12, vectors)
#define GK_UP_TO_14(X, vectors) GK_UP_TO_12(X, vectors) X(13, vectors) X(14, vectors)
#define GK_UP_TO_24(X, vectors)                                                                                        \
  GK_UP_TO_14(X, vectors)                                                                                              \
  X(15, vectors) X(16, vectors) X(17, vectors) X(18, vectors) X(19, vectors)                                           \
  X(20, vectors) X(21, vectors) X(22, vectors) X(23, vectors) X(24, vectors)
#define GK_UP_TO_28(X, vectors)                                                                                        \
  GK_UP_TO_24(X, vectors)                                                                                              \
  X(25, vectors) X(26, vectors) X(27, vectors) X(28, vectors)

/// GK_TILES(X) calls X(height, vectors) for every tile of the variant.
#if GK_LANES == 16
enum { GK_WIDE_HEIGHT = 14, GK_NARROW_HEIGHT = 28 };
#define GK_TILES(X) GK_UP_TO_14(X, 2) GK_UP_TO_28(X, 1)
#elif defined(__aarch64__)
enum { GK_WIDE_HEIGHT = 12, GK_NARROW_HEIGHT = 24 };
#define GK_TILES(X) GK_UP_TO_12(X, 2) GK_UP_TO_24(X, 1)
#else
enum { GK_WIDE_HEIGHT = 6, GK_NARROW_HEIGHT = 12 };
#define GK_TILES(X) GK_UP_TO_6(X, 2) GK_UP_TO_12(X, 1)
#endif

GK_INLINE int tile_vectors(long channels) { return channels > GK_LANES ? 2 : 1; }

/// Lanes of vector `v` that hold channels: all but in the last vector.
GK_INLINE long tile_lanes(long channels, int vectors, int v) {
  return v < vectors - 1 ? GK_LANES : channels - (vectors - 1) * GK_LANES;
}

/// Cuts 0 ..< count into as few tiles as can be, their heights equal or one apart.
#define GK_FOR_TILES(count, vectors, first, height)                                                                    \
  for (long limit_ = (vectors) == 2 ? GK_WIDE_HEIGHT : GK_NARROW_HEIGHT, tiles_ = ((count) + limit_ - 1) / limit_,     \
            tile_ = 0, first = 0, height = 0;                                                                          \
       tile_ < tiles_ && (height = (count) / tiles_ + (tile_ < (count) % tiles_), 1); tile_++, first += height)
