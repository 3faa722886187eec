// Logarithms, in double precision.

/// log(x) where x is positive, or `near` is x - 1 and right to more digits than x has, near 1.
GK_INLINE wide log_wide(wide x, wide near) {
  // x = 2^k m with m from sqrt(1/2) to sqrt(2); log m = 2 atanh(s) with s = (m - 1) / (m + 1).
  wide_int bits = (wide_int)x - splat_long(0x3fe6a09e667f3bcdll);
  wide_int exponent = bits & splat_long((long long)0xfff0000000000000ull);
  wide m = (wide)((wide_int)x - exponent);
  // The exponent is a multiple of 2^52: with 1024 added it is positive, and below the point of 2^52 it is a number.
  wide_int raised = ((exponent + splat_long(1024ll << 52)) >> 52) & splat_long(0xfff);
  wide k = (wide)(raised | (wide_int)splat_wide(0x1p52)) - splat_wide(0x1p52 + 1024);
  wide f = select_wide(exponent == splat_long(0), near, m - splat_wide(1));
  wide s = f / (splat_wide(2) + f), z = s * s;
  wide p = GK_HORNER(splat_wide(0x1.8c92867b49a01p-3), z, 0x1.c67a84e8a4ba0p-3);
  p = GK_HORNER(p, z, 0x1.249324907dae3p-2);
  p = GK_HORNER(p, z, 0x1.999998ca249fbp-2);
  p = GK_HORNER(p, z, 0x1.5555555564fdap-1);
  return k * splat_wide(0x1.62e42fefa39efp-1) + (s * splat_wide(2) + s * (z * p));
}

/// What log(x) is where x is not a positive finite number, `y` elsewhere.
GK_INLINE wide log_special(wide x, wide y) {
  y = select_wide(x == splat_wide(0), splat_wide(-HUGE_VAL), y);
  y = select_wide(x < splat_wide(0), splat_wide(NAN), y);
  // Infinity and what is no number stay what they are.
  return select_wide(x < splat_wide(HUGE_VAL), y, x + splat_wide(0));
}

GK_INLINE wide log_of_floats(wide x) { return log_special(x, log_wide(x, x - splat_wide(1))); }

GK_INLINE wide log1p_of_floats(wide x) {
  wide u = x + splat_wide(1);
  wide y = log_special(u, log_wide(u, x));
  // A small number is its own logarithm; so is the negative zero.
  return select_wide((x < splat_wide(0x1p-60)) & (x > splat_wide(-0x1p-60)), x, y);
}

/// log(1 + e) in single precision for e of 0 ... 1, with the bits of glibc's log1pf, which is that of fdlibm (Sun
/// Microsystems 1993).
GK_INLINE vec log1p_of_unit(vec e) {
  vec u = splat(1) + e, one = splat(1);
  // From about sqrt(2) - 1 on it is log 2 and the logarithm of (1 + e) / 2.
  vec_int halved = u >= splat(0x1.6a09eep0f);
  vec rest = select_vec(u == splat(2), one - (u - e), e - (u - one)) / u;
  vec f = select_vec(halved, u * splat(0.5f) - one, select_vec(e > splat(0x1.a827acp-2f), u - one, e));
  vec half_square = splat(0.5f) * f * f, s = f / (splat(2) + f), z = s * s;
  vec r = z * splat(1.4798198640e-01f) + splat(1.5313838422e-01f);
  r = r * z + splat(1.8183572590e-01f);
  r = r * z + splat(2.2222198546e-01f);
  r = r * z + splat(2.8571429849e-01f);
  r = r * z + splat(4.0000000596e-01f);
  r = r * z + splat(6.6666668653e-01f);
  vec product = s * (half_square + r * z);
  vec low = half_square - (product + (splat(9.0580006145e-06f) + rest));
  return select_vec(halved, splat(6.9313812256e-01f) - (low - f), f - (half_square - product));
}
