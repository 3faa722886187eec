// The gamma function's logarithm and that logarithm's derivatives, of one number.
//
// Each goes up by the recurrence to where its asymptotic series has converged (Abramowitz and Stegun 1964, 6.1.40, 6.3.18,
// 6.4.12), and from the left half line to the right one by reflection. In double precision the absolute error is some
// 1e-15, so that results keep all digits of a Float even near the functions' zeros.
internal import Foundation

/// The logarithm of |Γ(x)|.
func logGamma(_ x: Double) -> Double {
  if x <= 0 {
    let sine = Swift.abs(sinePi(x))
    return sine == 0 ? .infinity : log(.pi / sine) - logGamma(1 - x)
  }
  if x == .infinity { return x }
  var (z, product) = (x, 1.0)
  while z < seriesStart {
    product *= z
    z += 1
  }
  let series = polynomial(1 / (z * z), 1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156)
  return (z - 0.5) * log(z) - z + 0.918_938_533_204_672_74 + series / z - log(product)
}

/// The derivative of log Γ.
func digamma(_ x: Double) -> Double {
  if x == 0 { return x.sign == .minus ? .infinity : -.infinity }
  if x < 0 {
    let sine = sinePi(x)
    return sine == 0 ? .nan : digamma(1 - x) - .pi * cosinePi(x) / sine
  }
  if x == .infinity { return x }
  var (z, sum) = (x, 0.0)
  while z < seriesStart {
    sum += 1 / z
    z += 1
  }
  let square = 1 / (z * z)
  let series = polynomial(square, 1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32_760, 1 / 12)
  return log(z) - 0.5 / z - square * series - sum
}

/// The second derivative of log Γ.
func trigamma(_ x: Double) -> Double {
  if x <= 0 {
    let ratio = .pi / sinePi(x)
    return ratio * ratio - trigamma(1 - x)
  }
  var (z, sum) = (x, 0.0)
  while z < seriesStart {
    sum += 1 / (z * z)
    z += 1
  }
  let square = 1 / (z * z)
  let series = polynomial(square, 1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
  return sum + 1 / z + square / 2 + square / z * series
}

// From here on the terms that the series lack are below 1e-16 of the result.
private let seriesStart = 10.0

/// c0 + c1 · x + … + c6 · x⁶; numbers, not an array, for it is called for every element of a tensor.
@inline(__always)
private func polynomial(
  _ x: Double, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double
) -> Double {
  c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * c6)))))
}

/// sin(π x), zero at the integers.
private func sinePi(_ x: Double) -> Double {
  let nearest = x.rounded()
  let sine = sin(.pi * (x - nearest))
  return nearest.truncatingRemainder(dividingBy: 2) == 0 ? sine : -sine
}

/// cos(π x).
private func cosinePi(_ x: Double) -> Double {
  let nearest = x.rounded()
  let cosine = cos(.pi * (x - nearest))
  return nearest.truncatingRemainder(dividingBy: 2) == 0 ? cosine : -cosine
}
