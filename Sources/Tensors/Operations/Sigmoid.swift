// The logistic function.
internal import Foundation

/// The logistic function, 1 / (1 + exp(-x)).
///
/// - Shape: any → the same.
public func sigmoid(_ input: Variable) -> Variable {
  let output = input.value.map { logistic($0) }
  return Variable.record(output, from: [input]) { dOutput in
    [dOutput.map(with: output) { d, y in d * y * (1 - y) }]
  }
}

/// The logistic function of one number.
func logistic(_ x: Float) -> Float {
  // Either form overflows on one side.
  if x >= 0 { return 1 / (1 + exp(-x)) }
  let e = exp(x)
  return e / (1 + e)
}
