// Powers with a constant exponent.
internal import Foundation

/// Every element to the power of `exponent`; not a number where a negative element meets an exponent that is no integer.
///
/// - Shape: any → the same.
public func pow(_ input: Variable, _ exponent: Float) -> Variable {
  elementwise(
    input, { x in Foundation.pow(x, exponent) },
    derivativeOfInput: { x in exponent == 0 ? 0 : exponent * Foundation.pow(x, exponent - 1) })
}
