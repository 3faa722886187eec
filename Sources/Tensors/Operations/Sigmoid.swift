// The logistic function.
internal import CKernels

/// The logistic function, 1 / (1 + exp(-x)).
///
/// - Shape: any → the same.
public func sigmoid(_ input: Variable) -> Variable {
  elementwise(input, Logistic())
}

private struct Logistic: OutputFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_logistic(x, y, count)
  }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy * y * (1 - y) }
}
