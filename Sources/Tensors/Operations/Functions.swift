// Exponential, logarithm and square root, element by element.
internal import Foundation

/// e to the power of the input.
///
/// - Shape: any → the same.
public func exp(_ input: Variable) -> Variable {
  let output = input.value.map { Foundation.exp($0) }
  return Variable.record(output, from: [input]) { dOutput in [dOutput * output] }
}

/// The natural logarithm.
///
/// - Shape: any → the same.
public func log(_ input: Variable) -> Variable {
  Variable.record(input.value.map { Foundation.log($0) }, from: [input]) { [x = input.value] dOutput in
    [dOutput / x]
  }
}

/// The square root.
///
/// - Shape: any → the same.
public func sqrt(_ input: Variable) -> Variable {
  let output = input.value.map { $0.squareRoot() }
  return Variable.record(output, from: [input]) { dOutput in
    [dOutput.map(with: output) { d, y in d / (2 * y) }]
  }
}
