// The logistic function in straight lines.

/// min(max(x + 3, 0), 6) / 6 (Howard et al. 2019), as Keras has it.
///
/// - Shape: any → the same.
public func hardSigmoid(_ input: Variable) -> Variable { relu6(input + 3) * (1 / 6) }
