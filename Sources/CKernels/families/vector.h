// The vector type of a variant: GK_LANES floats, through the compiler's vector extension.
#pragma clang fp contract(off)

typedef float vec __attribute__((vector_size(4 * GK_LANES)));
typedef float vec_unaligned __attribute__((vector_size(4 * GK_LANES), aligned(4), may_alias));
typedef int vec_int __attribute__((vector_size(4 * GK_LANES)));
typedef unsigned char vec_byte __attribute__((vector_size(GK_LANES)));

// Four floats, whatever the variant; in memory they need not be aligned.
typedef float quad __attribute__((vector_size(16)));
typedef float quad_unaligned __attribute__((vector_size(16), aligned(4), may_alias));

#define GK_INLINE static inline __attribute__((always_inline, unused))
#define GK_UNROLL _Pragma("clang loop unroll(full)")

GK_INLINE vec load(const float *p) { return *(const vec_unaligned *)p; }
GK_INLINE void store(float *p, vec v) { *(vec_unaligned *)p = v; }
// Subtracting zero is exact for every x, so it costs nothing; adding would turn -0 into 0.
GK_INLINE vec splat(float x) { return x - (vec){0}; }

/// a * b + c, rounded once where the processor can.
GK_INLINE vec fma_vec(vec a, vec b, vec c) {
#if defined(__FMA__) || defined(__aarch64__) || GK_LANES > 4
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// x, but not below `lower` nor above `upper`; lets NaN through, as the processor's minimum and maximum do where their
/// second operand is one.
GK_INLINE vec clamped(vec x, vec lower, vec upper) {
#if GK_LANES == 16
  return (vec)_mm512_min_ps((__m512)upper, _mm512_max_ps((__m512)lower, (__m512)x));
#elif GK_LANES == 8
  return (vec)_mm256_min_ps((__m256)upper, _mm256_max_ps((__m256)lower, (__m256)x));
#else
  vec_int below = x < lower, above = x > upper;
  return (vec)(((vec_int)x & ~(below | above)) | ((vec_int)lower & below) | ((vec_int)upper & above));
#endif
}

/// The larger of two numbers; `other` where one of them is none.
GK_INLINE vec larger(vec x, vec other) {
#if GK_LANES == 16
  return (vec)_mm512_max_ps((__m512)x, (__m512)other);
#elif GK_LANES == 8
  return (vec)_mm256_max_ps((__m256)x, (__m256)other);
#else
  vec_int above = x > other;
  return (vec)(((vec_int)x & above) | ((vec_int)other & ~above));
#endif
}

/// All ones in the first `count` lanes, zeros behind them.
GK_INLINE vec_int first_lanes(long count) {
  static const int mask[2 * 16] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  vec_int lanes;
  memcpy(&lanes, mask + 16 - count, sizeof lanes);
  return lanes;
}

/// The first `count` lanes of p, zeros behind them; touches no memory past them.
GK_INLINE vec load_first(const float *p, long count) {
#if GK_LANES == 16
  return (vec)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
#elif GK_LANES == 8
  return (vec)_mm256_maskload_ps(p, (__m256i)first_lanes(count));
#else
  vec v = {0};
  memcpy(&v, p, (size_t)count * sizeof(float));
  return v;
#endif
}

/// Stores the first `count` lanes.
GK_INLINE void store_first(float *p, vec v, long count) {
#if GK_LANES == 16
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
#else
  if (count == GK_LANES) {
    memcpy(p, &v, sizeof v);
    return;
  }
  // Halves, and halves of them: a call to copy a length that is not known costs more.
  float lanes[GK_LANES];
  memcpy(lanes, &v, sizeof v);
  const float *rest = lanes;
#if GK_LANES == 8
  if (count & 4) memcpy(p, rest, 4 * sizeof(float)), p += 4, rest += 4;
#endif
  if (count & 2) memcpy(p, rest, 2 * sizeof(float)), p += 2, rest += 2;
  if (count & 1) *p = *rest;
#endif
}

GK_INLINE vec load_lanes(const float *p, long lanes) { return lanes == GK_LANES ? load(p) : load_first(p, lanes); }

GK_INLINE void store_lanes(float *p, vec v, long lanes) {
  if (lanes == GK_LANES) store(p, v);
  else store_first(p, v, lanes);
}

// Small numbers, such as which pixel of a window was the largest, are bytes in memory.
GK_INLINE vec_int load_choice(const unsigned char *which, long lanes) {
  vec_byte bytes = {0};
  if (lanes == GK_LANES) memcpy(&bytes, which, GK_LANES);
  else memcpy(&bytes, which, (size_t)lanes);
  return __builtin_convertvector(bytes, vec_int);
}

GK_INLINE void store_choice(unsigned char *which, vec_int choice, long lanes) {
  vec_byte bytes = __builtin_convertvector(choice, vec_byte);
  if (lanes == GK_LANES) memcpy(which, &bytes, GK_LANES);
  else memcpy(which, &bytes, (size_t)lanes);
}

/// Runs along `columns` floats a vector at a time: from float `c` on, `lanes` of them are there.
#define GK_FOR_COLUMNS(columns, c, lanes)                                                                              \
  for (long c = 0, lanes; c < (columns); c += lanes)                                                                   \
    if ((lanes = (columns) - c < GK_LANES ? (columns) - c : GK_LANES), 1)

/// The same for bodies that are worth being compiled twice: whole vectors first, so that constants stay in registers, then
/// what is left.
#define GK_FOR_VECTORS(columns, c, lanes, ...)                                                                         \
  {                                                                                                                    \
    const long lanes = GK_LANES, whole = (columns) - (columns) % GK_LANES;                                             \
    for (long c = 0; c < whole; c += GK_LANES) { __VA_ARGS__ }                                                         \
  }                                                                                                                    \
  {                                                                                                                    \
    const long lanes = (columns) % GK_LANES, c = (columns) - lanes;                                                    \
    if (lanes) { __VA_ARGS__ }                                                                                         \
  }
