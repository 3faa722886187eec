// The sigmoid-weighted linear unit, also known as swish.

/// x · sigmoid(x) (Elfwing et al. 2018; Ramachandran et al. 2017).
///
/// - Shape: any → the same.
public func silu(_ input: Variable) -> Variable {
  elementwise(input, WeightedLogistic())
}

private struct WeightedLogistic: ElementFunction {
  func value(_ x: Float) -> Float { x * logistic(x) }
  func derivative(_ x: Float) -> Float {
    let y = logistic(x)
    return y * (1 + x * (1 - y))
  }
}
