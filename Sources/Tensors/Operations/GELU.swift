// The Gaussian error linear unit.
internal import CKernels

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

private struct ErrorUnit: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_gelu(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_gelu_gradient(x, dy, dx, count)
  }
}

private struct ApproximateErrorUnit: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_gelu_tanh(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_gelu_tanh_gradient(x, dy, dx, count)
  }
}
