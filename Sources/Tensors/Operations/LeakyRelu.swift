// A rectifier that lets some of what is negative through.
internal import CKernels

/// x where x is positive, `slope` · x elsewhere (Maas et al. 2013); at zero the derivative is `slope`.
///
/// - Parameters:
///   - input: a tensor of any shape.
///   - slope: PyTorch's default, 0.01, unless named; Keras's layer has 0.3.
/// - Shape: any → the same.
public func leakyRelu(_ input: Variable, slope: Float = 0.01) -> Variable {
  elementwise(input, LeakyRectifier(slope: slope))
}

private struct LeakyRectifier: KernelFunction {
  let slope: Float
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_leaky(x, slope, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    gk_leaky_gradient(x, dy, slope, dx, count)
  }
}
