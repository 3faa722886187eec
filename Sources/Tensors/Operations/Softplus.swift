// A smooth rectifier that is positive everywhere.
internal import Foundation

/// log(1 + exp(x)), for x of any size.
///
/// - Shape: any → the same.
public func softplus(_ input: Variable) -> Variable {
  elementwise(input, SmoothRectifier())
}

private struct SmoothRectifier: ElementFunction {
  // The exponential of a negative number does not overflow, and log1p keeps the digits of a small one.
  func value(_ x: Float) -> Float { Foundation.log1p(Foundation.exp(-Swift.abs(x))) + (x > 0 ? x : 0) }
  func derivative(_ x: Float) -> Float { logistic(x) }
}
