// The exponential and its kin.
//
// exp of floats is computed as glibc's and Arm's expf do (Szabolcs Nagy 2017, ARM optimized routines), and has their
// bits: in double precision, from a table of 2^(i/32) and a polynomial for what is left.

// 2^(i/32) as bits, less i * 2^47, so that adding the whole exponent times 2^47 makes it 2^(k/32).
static const long long gk_exp_table[32] = {
  0x3ff0000000000000, 0x3fefd9b0d3158574, 0x3fefb5586cf9890f, 0x3fef9301d0125b51,
  0x3fef72b83c7d517b, 0x3fef54873168b9aa, 0x3fef387a6e756238, 0x3fef1e9df51fdee1,
  0x3fef06fe0a31b715, 0x3feef1a7373aa9cb, 0x3feedea64c123422, 0x3feece086061892d,
  0x3feebfdad5362a27, 0x3feeb42b569d4f82, 0x3feeab07dd485429, 0x3feea47eb03a5585,
  0x3feea09e667f3bcd, 0x3fee9f75e8ec5f74, 0x3feea11473eb0187, 0x3feea589994cce13,
  0x3feeace5422aa0db, 0x3feeb737b0cdc5e5, 0x3feec49182a3f090, 0x3feed503b23e255d,
  0x3feee89f995ad3ad, 0x3feeff76f2fb5e47, 0x3fef199bdd85529c, 0x3fef3720dcef9069,
  0x3fef5818dcfba487, 0x3fef7c97337b9b5f, 0x3fefa4afa2a490da, 0x3fefd0765b6e4540,
};

/// 2^(k / 32), where k is what the lowest bits of a number are.
GK_INLINE wide exp_power(wide_int k) {
#if GK_LANES == 16
  const __m512i *rows = (const __m512i *)gk_exp_table;
  __m512i low = _mm512_permutex2var_epi64(_mm512_loadu_si512(rows), (__m512i)k, _mm512_loadu_si512(rows + 1));
  __m512i high = _mm512_permutex2var_epi64(_mm512_loadu_si512(rows + 2), (__m512i)k, _mm512_loadu_si512(rows + 3));
  wide_int entries = (wide_int)_mm512_mask_blend_epi64(
    _mm512_test_epi64_mask((__m512i)k, _mm512_set1_epi64(16)), low, high);
#else
  // Single loads are faster than the processor's gathering.
  wide_int index = k & splat_long(31), entries;
  GK_UNROLL for (int i = 0; i < GK_LANES / 2; i++) entries[i] = gk_exp_table[index[i]];
#endif
  return (wide)(entries + (k << 47));
}

// 32 / ln 2, and its first 29 bits.
#define GK_STEPS 0x1.71547652b82fep+5
#define GK_STEPS_HIGH 0x1.7154765p+5

/// exp of what were floats from -104 to 89; rounded to float, it has the bits of glibc's expf.
GK_INLINE wide exp_of_floats(wide x) {
#if GK_LANES > 4
  wide shifted = fma_wide(x, splat_wide(GK_STEPS), splat_wide(GK_ROUNDING_SHIFT));
  wide r = fma_wide(x, splat_wide(GK_STEPS), splat_wide(GK_ROUNDING_SHIFT) - shifted);
  wide top = fma_wide(splat_wide(0x1.c6af84b912394p-20), r, splat_wide(0x1.ebfce50fac4f3p-13));
  wide bottom = fma_wide(splat_wide(0x1.62e42ff0c52d6p-6), r, splat_wide(1));
  return fma_wide(top, r * r, bottom) * exp_power((wide_int)shifted);
#else
  wide shifted = x * splat_wide(GK_STEPS) + splat_wide(GK_ROUNDING_SHIFT);
  // As if fused: of the first factor's 29 bits the product is exact. It takes no more for all floats to agree.
  wide r = x * splat_wide(GK_STEPS_HIGH) - (shifted - splat_wide(GK_ROUNDING_SHIFT));
  r += x * splat_wide(GK_STEPS - GK_STEPS_HIGH);
  wide top = GK_HORNER(splat_wide(0x1.c6af84b912394p-20), r, 0x1.ebfce50fac4f3p-13);
  wide bottom = GK_HORNER(splat_wide(0x1.62e42ff0c52d6p-6), r, 1);
  return (top * (r * r) + bottom) * exp_power((wide_int)shifted);
#endif
}

GK_INLINE vec exp_vec(vec x) {
  // Beyond these it is zero or infinite as a float.
  wide_pair pair = widened(clamped(x, splat(-104), splat(89)));
  return narrowed((wide_pair){exp_of_floats(pair.low), exp_of_floats(pair.high)});
}

/// exp(r) - 1 where |r| is at most ln 2 / 2; right to 3e-10 of it.
GK_INLINE wide expm1_reduced(wide r) {
  wide p = GK_HORNER(splat_wide(0x1.a15179d80ae96p-13), r, 0x1.6d7543e4127b8p-10);
  p = GK_HORNER(p, r, 0x1.1110c632a3088p-7);
  p = GK_HORNER(p, r, 0x1.5554accfdb593p-5);
  p = GK_HORNER(p, r, 0x1.55555567532adp-3);
  p = GK_HORNER(p, r, 0x1.000000287f871p-1);
  return GK_HORNER(p, r, 1) * r;
}

/// What is left of x, |x| <= 700, beside the nearest multiple k of ln 2; and 2^k.
GK_INLINE wide reduced(wide x, wide *power) {
  wide k = rounded_power(x * splat_wide(0x1.71547652b82fep+0), power);
  return (x - k * splat_wide(0x1.62e42fefa0000p-1)) - k * splat_wide(0x1.cf79abc9e3b39p-40);
}

/// exp(x) - 1 for |x| <= 700.
GK_INLINE wide expm1_wide(wide x) {
  wide power, r = reduced(x, &power);
  return power * expm1_reduced(r) + (power - splat_wide(1));
}

/// exp(x) for |x| <= 700, right to about the last digit of double precision; not in the same bits everywhere.
GK_INLINE wide exp_precise(wide x) {
  wide power, k = rounded_power(x * splat_wide(0x1.71547652b82fep+0), &power);
  wide r = fma_wide(k, splat_wide(-0x1.cf79abc9e3b39p-40), fma_wide(k, splat_wide(-0x1.62e42fefa0000p-1), x));
  wide r2 = r * r, r4 = r2 * r2;
  wide p01 = fma_wide(splat_wide(0x1.0000000000001p-1), r, splat_wide(0x1.0000000000006p+0));
  wide p23 = fma_wide(splat_wide(0x1.5555555553d63p-5), r, splat_wide(0x1.5555555550d79p-3));
  wide p45 = fma_wide(splat_wide(0x1.6c16c1788bd90p-10), r, splat_wide(0x1.11111123c1f47p-7));
  wide p67 = fma_wide(splat_wide(0x1.a019b90d2ae7ap-16), r, splat_wide(0x1.a01994bd214e7p-13));
  wide p89 = fma_wide(splat_wide(0x1.289185613a3d6p-22), r, splat_wide(0x1.72e1150d0c9b6p-19));
  wide p = fma_wide(fma_wide(p89, r4, fma_wide(p67, r2, p45)), r4, fma_wide(p23, r2, p01));
  return fma_wide(power, p * r, power);
}

/// exp(x) - 1 of what were floats.
GK_INLINE wide expm1_of_floats(wide x) {
  wide y = expm1_wide(clamped_wide(x, -40, 89));
  // Small numbers are their own; so is the negative zero.
  wide_int small = (x < splat_wide(0x1p-30)) & (x > splat_wide(-0x1p-30));
  return select_wide(small, x, y);
}

GK_INLINE wide tanh_of_floats(wide x) {
  wide_int sign = (wide_int)x & (wide_int)splat_wide(-0.0);
  wide size = (wide)((wide_int)x ^ sign);
  // From 9.02 on it is 1 as a float.
  wide t = expm1_wide(clamped_wide(size + size, 0, 20));
  wide y = t / (t + splat_wide(2));
  y = select_wide(size < splat_wide(0x1p-20), size, y);
  return (wide)((wide_int)y | sign);
}

/// The logistic function, in single precision from the exponential that does not overflow.
GK_INLINE vec logistic_vec(vec x) {
  vec_int negative = x < splat(0);
  vec e = exp_vec((vec)((vec_int)x | (vec_int)splat(-0.0f)));
  return select_vec(negative, e, splat(1)) / (splat(1) + e);
}
