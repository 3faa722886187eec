// The exponential linear unit.
internal import CKernels

/// x where x is positive, `alpha` · (exp(x) − 1) elsewhere (Clevert et al. 2015).
///
/// - Shape: any → the same.
public func elu(_ input: Variable, alpha: Float = 1) -> Variable {
  elementwise(input, ExponentialRectifier(alpha: alpha))
}

private struct ExponentialRectifier: KernelFunction {
  let alpha: Float
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_elu(x, alpha, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_elu_gradient(x, dy, alpha, dx, count)
  }
}
