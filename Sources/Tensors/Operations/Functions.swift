// Exponential, logarithm and square root, element by element.
internal import Foundation

/// e to the power of the input.
///
/// - Shape: any → the same.
public func exp(_ input: Variable) -> Variable {
  elementwise(input, Exponential())
}

private struct Exponential: OutputFunction {
  func value(_ x: Float) -> Float { Foundation.exp(x) }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy * y }
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
  elementwise(input, SquareRoot())
}

private struct SquareRoot: OutputFunction {
  func value(_ x: Float) -> Float { x.squareRoot() }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy / (2 * y) }
}
