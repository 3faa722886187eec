// The activation of MobileNet v3.
internal import CKernels

/// x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).
///
/// - Shape: any → the same.
public func hardSwish(_ input: Variable) -> Variable {
  elementwise(input, HardWeightedLogistic())
}

private struct HardWeightedLogistic: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_hard_swish(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_hard_swish_gradient(x, dy, dx, count)
  }
}
