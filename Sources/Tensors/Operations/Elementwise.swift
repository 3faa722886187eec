// Operations of one's own, element by element.

/// `value` of every element, as an operation whose derivative is known.
///
/// Both functions are called on all threads, each for one element at a time. For instance, the square root of 1 + x²:
///
/// ```swift
/// let hypotenuse = elementwise(input, { x in (1 + x * x).squareRoot() }, derivative: { x, y in x / y })
/// ```
///
/// A function of a few multiplications spends most of its time being called; as an ``ElementFunction`` it is not.
///
/// - Parameters:
///   - input: a tensor of any shape.
///   - value: the output's element y as a function of the input's element x.
///   - derivative: dy/dx as a function of x and y.
/// - Shape: any → the same.
public func elementwise(
  _ input: Variable, _ value: @Sendable (_ x: Float) -> Float,
  derivative: @escaping @Sendable (_ x: Float, _ y: Float) -> Float
) -> Variable {
  let x = input.value
  let y = x.map(value)
  return Variable.record(y, from: [input]) { (dOutput: consuming Tensor) in
    [(consume dOutput).multiplied(by: derivative, of: x, y)]
  }
}

/// As ``elementwise(_:_:derivative:)``, for a derivative that depends on x alone: the output need not be kept for it.
///
/// - Shape: any → the same.
public func elementwise(
  _ input: Variable, _ value: @Sendable (_ x: Float) -> Float,
  derivativeOfInput: @escaping @Sendable (_ x: Float) -> Float
) -> Variable {
  let x = input.value
  return Variable.record(x.map(value), from: [input]) { (dOutput: consuming Tensor) in
    [(consume dOutput).multiplied(by: derivativeOfInput, of: x)]
  }
}

/// As ``elementwise(_:_:derivative:)``, for a derivative that depends on y alone: the input need not be kept for it.
///
/// - Shape: any → the same.
public func elementwise(
  _ input: Variable, _ value: @Sendable (_ x: Float) -> Float,
  derivativeOfOutput: @escaping @Sendable (_ y: Float) -> Float
) -> Variable {
  let y = input.value.map(value)
  return Variable.record(y, from: [input]) { (dOutput: consuming Tensor) in
    [(consume dOutput).multiplied(by: derivativeOfOutput, of: y)]
  }
}
