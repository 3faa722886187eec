// The normal distribution, in single precision.

/// exp(-x²/2), right to 2 units in the last place; zero where it is far below the smallest float.
GK_INLINE vec normal_density(vec x) {
  vec_int outside = (x < splat(-15)) | (x > splat(15));
  x = clamped(x, splat(-15), splat(15));
  // The square in two parts: of 12 bits, and of the rest.
  vec high = (vec)((vec_int)x & ((vec_int){0} + ~0xfff));
  vec rest = (high + x) * (x - high) * splat(0.5f);
  high = high * high * splat(0.5f);
  // 2^k times the exponential of what is left beside k ln 2.
  vec shifted = splat(0x1.8p23f) - (high + rest) * splat(0x1.715476p+0f), k = shifted - splat(0x1.8p23f);
  vec r = ((splat(0) - high) - k * splat(0x1.62e4p-1f)) - (k * splat(0x1.7f7d1cp-20f) + rest);
  vec r2 = r * r;
  vec p = (splat(0x1.5554acp-5f) * r + splat(0x1.555556p-3f)) * r + splat(0.5f);
  p += ((splat(0x1.a15180p-13f) * r + splat(0x1.6d7544p-10f)) * r + splat(0x1.1110c6p-7f)) * (r2 * r);
  p = p * r2 + r + splat(1);
  // In two steps, for 2^k may be less than the smallest float.
  vec_int whole = (vec_int)shifted - (vec_int)splat(0x1.8p23f), half = whole >> 1, one = (vec_int){0} + 127;
  p = p * (vec)((half + one) << 23) * (vec)((whole - half + one) << 23);
  return (vec)((vec_int)p & ~outside);
}

/// The distribution function, given `density` = exp(-x²/2).
GK_INLINE vec normal_distribution(vec x, vec density) {
  vec size = clamped((vec)((vec_int)x & ~(vec_int)splat(-0.0f)), splat(0), splat(15));
  // The tail divided by the density is t times a polynomial of t, right to 4e-8 of it.
  vec t = splat(4) / (splat(4) + size);
  vec t2 = t * t, t4 = t2 * t2;
  vec q01 = splat(0x1.977e2ep-4f) * t + splat(0x1.989160p-4f), q23 = splat(0x1.246858p-4f) * t + splat(0x1.87a000p-4f);
  vec q45 = splat(0x1.01c280p-7f) * t + splat(0x1.6bf7cap-4f), q67 = splat(0x1.79d084p-5f) * t + splat(0x1.1f55eep-5f);
  vec q89 = splat(0x1.0750a6p-6f) * t - splat(0x1.ed5ec4p-5f);
  vec q = (q01 + q23 * t2) + ((q45 + q67 * t2) + q89 * t4) * t4;
  vec tail = density * (t * q);
  return select_vec(x < splat(0), tail, splat(1) - tail);
}
