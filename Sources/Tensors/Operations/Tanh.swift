// The hyperbolic tangent.
internal import Foundation

/// The hyperbolic tangent.
///
/// - Shape: any → the same.
public func tanh(_ input: Variable) -> Variable {
  elementwise(input, HyperbolicTangent())
}

private struct HyperbolicTangent: OutputFunction {
  func value(_ x: Float) -> Float { Foundation.tanh(x) }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy * (1 - y * y) }
}
