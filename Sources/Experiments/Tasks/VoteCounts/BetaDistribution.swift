// The distribution of one answer's fraction, where all answers together have a Dirichlet distribution.
internal import Foundation

/// A beta distribution.
///
/// Its distribution function is the continued fraction of the incomplete beta function (Abramowitz and Stegun 1964, 26.5.8).
package struct BetaDistribution: Sendable {
  private let alpha, beta: Double

  /// The distribution with the given parameters, both positive; where the second is 0, everything lies at 1.
  package init(_ alpha: Double, _ beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  /// The probability of values up to `x`.
  package func cumulative(_ x: Double) -> Double {
    if beta <= 0 { return x < 1 ? 0 : 1 }
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // On this side of the mean the fraction converges within a few dozen terms.
    return x < (alpha + 1) / (alpha + beta + 2)
      ? Self.lowerTail(x, alpha, beta) : 1 - Self.lowerTail(1 - x, beta, alpha)
  }

  /// The value up to which the given probability lies, to 1e-9.
  package func quantile(_ probability: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func lowerTail(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let logFactor = a * log(x) + b * log1p(-x) - log(a) - (lgamma(a) + lgamma(b) - lgamma(a + b))
    return exp(logFactor) / continuedFraction(x, a, b)
  }

  // Evaluated from the front by Lentz's method (Thompson and Barnett 1986).
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var (value, numerator, denominator) = (1.0, 1.0, 0.0)
    for term in 1...10_000 {
      let m = Double(term / 2)
      let coefficient =
        term.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      denominator = 1 + coefficient * denominator
      denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
      numerator = 1 + coefficient / numerator
      if abs(numerator) < tiny { numerator = tiny }
      value *= numerator * denominator
      if abs(numerator * denominator - 1) < 1e-15 { break }
    }
    return value
  }
}
