// The logistic function.
internal import Foundation

/// The logistic function, 1 / (1 + exp(-x)).
///
/// - Shape: any → the same.
public func sigmoid(_ input: Variable) -> Variable {
  elementwise(input, Logistic())
}

private struct Logistic: OutputFunction {
  func value(_ x: Float) -> Float { logistic(x) }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy * y * (1 - y) }
}

/// The logistic function of one number.
func logistic(_ x: Float) -> Float {
  // Either form overflows on one side.
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let e = exp(x)
  return e / (1 + e)
}
