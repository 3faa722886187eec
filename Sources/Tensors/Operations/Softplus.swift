// A smooth rectifier that is positive everywhere.
internal import CKernels

/// log(1 + exp(x)), for x of any size.
///
/// - Shape: any → the same.
public func softplus(_ input: Variable) -> Variable {
  elementwise(input, SmoothRectifier())
}

private struct SmoothRectifier: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_softplus(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_softplus_gradient(x, dy, dx, count)
  }
}
