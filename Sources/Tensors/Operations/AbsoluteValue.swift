// The absolute value.

/// The absolute value; at zero its derivative is taken as zero.
///
/// - Shape: any → the same.
public func abs(_ input: Variable) -> Variable {
  elementwise(input, { x in Swift.abs(x) }, derivativeOfInput: { x in x > 0 ? 1 : x < 0 ? -1 : 0 })
}
