// Powers with a constant exponent.
internal import Foundation

/// Every element to the power of `exponent`; not a number where a negative element meets an exponent that is no integer.
///
/// - Shape: any → the same.
public func pow(_ input: Variable, _ exponent: Float) -> Variable {
  elementwise(input, Power(exponent: exponent))
}

private struct Power: ElementFunction {
  let exponent: Float
  func value(_ x: Float) -> Float { Foundation.pow(x, exponent) }
  func derivative(_ x: Float) -> Float { exponent == 0 ? 0 : exponent * Foundation.pow(x, exponent - 1) }
}
