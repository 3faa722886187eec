// The absolute value.

/// The absolute value; at zero its derivative is taken as zero.
///
/// - Shape: any → the same.
public func abs(_ input: Variable) -> Variable { elementwise(input, AbsoluteValue()) }

private struct AbsoluteValue: ElementFunction {
  func value(_ x: Float) -> Float { Swift.abs(x) }
  func derivative(_ x: Float) -> Float { x > 0 ? 1 : x < 0 ? -1 : 0 }
}
