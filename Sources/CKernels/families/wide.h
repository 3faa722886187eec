// Vectors of double precision: half as many numbers, and functions of floats that need the digits.
//
// Additions and multiplications are rounded one by one, never fused, unless a function says so: then every variant has
// the same bits.

typedef double wide __attribute__((vector_size(4 * GK_LANES)));
typedef long long wide_int __attribute__((vector_size(4 * GK_LANES)));
typedef float half_vec __attribute__((vector_size(2 * GK_LANES)));

/// As many doubles as a vector has floats.
typedef struct {
  wide low, high;
} wide_pair;

GK_INLINE wide splat_wide(double x) { return x - (wide){0}; }
GK_INLINE wide_int splat_long(long long x) { return x - (wide_int){0}; }

GK_INLINE wide_pair widened(vec x) {
  half_vec halves[2];
  memcpy(halves, &x, sizeof x);
  return (wide_pair){__builtin_convertvector(halves[0], wide), __builtin_convertvector(halves[1], wide)};
}

GK_INLINE vec narrowed(wide_pair x) {
  half_vec halves[2] = {__builtin_convertvector(x.low, half_vec), __builtin_convertvector(x.high, half_vec)};
  vec result;
  memcpy(&result, halves, sizeof result);
  return result;
}

/// a * b + c, rounded once where the processor can.
GK_INLINE wide fma_wide(wide a, wide b, wide c) {
#if defined(__FMA__) || defined(__aarch64__) || GK_LANES > 4
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// `yes` where the mask is all ones, `no` where it is zero.
GK_INLINE wide select_wide(wide_int mask, wide yes, wide no) {
  return (wide)(((wide_int)yes & mask) | ((wide_int)no & ~mask));
}
GK_INLINE vec select_vec(vec_int mask, vec yes, vec no) {
  return (vec)(((vec_int)yes & mask) | ((vec_int)no & ~mask));
}

/// x, but not below `lower`; lets NaN through.
GK_INLINE wide not_below(wide x, double lower) {
#if GK_LANES == 16
  return (wide)_mm512_max_pd((__m512d)splat_wide(lower), (__m512d)x);
#elif GK_LANES == 8
  return (wide)_mm256_max_pd((__m256d)splat_wide(lower), (__m256d)x);
#else
  return select_wide(x < splat_wide(lower), splat_wide(lower), x);
#endif
}

/// x, but not below `lower` nor above `upper`; lets NaN through.
GK_INLINE wide clamped_wide(wide x, double lower, double upper) {
  return select_wide(x > splat_wide(upper), splat_wide(upper), not_below(x, lower));
}

/// c0 + c1 x + ... of two coefficients after the other, highest first.
#define GK_HORNER(p, x, c) ((p) * (x) + splat_wide(c))

/// Adding this rounds a number to an integer, in the lowest bits.
#define GK_ROUNDING_SHIFT 0x1.8p52

/// The nearest integer, and 2 to that power, for |x| below 1022.
GK_INLINE wide rounded_power(wide x, wide *power) {
  wide shifted = x + splat_wide(GK_ROUNDING_SHIFT);
  *power = (wide)(((wide_int)shifted + splat_long(1023)) << 52);
  return shifted - splat_wide(GK_ROUNDING_SHIFT);
}
