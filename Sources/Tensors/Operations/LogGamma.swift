// The logarithm of the gamma function and its derivative, for likelihoods of counts and fractions.

/// The logarithm of the absolute value of the gamma function; infinite at zero and at the negative integers.
///
/// - Shape: any → the same.
public func lgamma(_ input: Variable) -> Variable {
  elementwise(
    input, { x in Float(logGamma(Double(x))) }, derivativeOfInput: { x in Float(digamma(Double(x))) })
}

/// The derivative of ``lgamma(_:)``; not a number at the negative integers.
///
/// - Shape: any → the same.
public func digamma(_ input: Variable) -> Variable {
  elementwise(
    input, { x in Float(digamma(Double(x))) }, derivativeOfInput: { x in Float(trigamma(Double(x))) })
}
