// The hyperbolic tangent.
internal import CKernels

/// The hyperbolic tangent.
///
/// - Shape: any → the same.
public func tanh(_ input: Variable) -> Variable {
  elementwise(input, HyperbolicTangent())
}

private struct HyperbolicTangent: OutputFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_hyperbolic_tangent(x, y, count)
  }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy * (1 - y * y) }
}
