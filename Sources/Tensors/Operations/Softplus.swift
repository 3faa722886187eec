// A smooth rectifier that is positive everywhere.
internal import Foundation

/// log(1 + exp(x)), for x of any size.
///
/// - Shape: any → the same.
public func softplus(_ input: Variable) -> Variable {
  elementwise(
    input,
    // The exponential of a negative number does not overflow, and log1p keeps the digits of a small one.
    { x in Foundation.log1p(Foundation.exp(-Swift.abs(x))) + (x > 0 ? x : 0) },
    derivativeOfInput: { x in logistic(x) })
}
