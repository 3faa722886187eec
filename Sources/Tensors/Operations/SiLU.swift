// The sigmoid-weighted linear unit, also known as swish.
internal import CKernels

/// x · sigmoid(x) (Elfwing et al. 2018; Ramachandran et al. 2017).
///
/// - Shape: any → the same.
public func silu(_ input: Variable) -> Variable {
  elementwise(input, WeightedLogistic())
}

private struct WeightedLogistic: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_silu(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_silu_gradient(x, dy, dx, count)
  }
}
