// The Gaussian error linear unit.
internal import Foundation

/// How the normal distribution in ``gelu(_:approximation:)`` is computed.
public enum GELUApproximation: Sendable, Hashable {
  /// By the error function: exact up to rounding.
  case none
  /// By the hyperbolic tangent of a polynomial, as some published networks have it; up to 5e-4 off.
  case tanh
}

/// x · Φ(x), where Φ is the distribution function of the standard normal distribution (Hendrycks and Gimpel 2016).
///
/// - Parameters:
///   - input: a tensor of any shape.
///   - approximation: as in PyTorch and Keras 3, Φ is exact unless asked otherwise.
/// - Shape: any → the same.
public func gelu(_ input: Variable, approximation: GELUApproximation = .none) -> Variable {
  switch approximation {
  case .none: elementwise(input, ErrorUnit())
  case .tanh: elementwise(input, ApproximateErrorUnit())
  }
}

private struct ErrorUnit: ElementFunction {
  func value(_ x: Float) -> Float { x * normalDistribution(x) }
  func derivative(_ x: Float) -> Float { normalDistribution(x) + x * Foundation.exp(-x * x / 2) * 0.398_942_28 }
}

private struct ApproximateErrorUnit: ElementFunction {
  func value(_ x: Float) -> Float { x * approximateNormalDistribution(x).value }
  func derivative(_ x: Float) -> Float {
    let (value, derivative) = approximateNormalDistribution(x)
    return value + x * derivative
  }
}

private func normalDistribution(_ x: Float) -> Float {
  // Not 1 + erf, which loses the digits of a small result.
  erfc(x * -0.707_106_77) / 2
}

/// (1 + tanh u) / 2 = logistic(2 u) with 2 u = √(8 / π) (x + 0.044715 x³), and its derivative.
private func approximateNormalDistribution(_ x: Float) -> (value: Float, derivative: Float) {
  let y = logistic(1.595_769_1 * x * (1 + 0.044_715 * x * x))
  return (y, y * (1 - y) * 1.595_769_1 * (1 + 0.134_145 * x * x))
}
