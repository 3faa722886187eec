// Functions of one number as types, from which the compiler makes loops over vectors.

/// A function of one number and its derivative, for ``elementwise(_:_:)``.
///
/// ```swift
/// struct Square: ElementFunction {
///   func value(_ x: Float) -> Float { x * x }
///   func derivative(_ x: Float) -> Float { 2 * x }
/// }
/// let squares = elementwise(input, Square())
/// ```
public protocol ElementFunction: Sendable {
  /// The output's element as a function of the input's element.
  func value(_ x: Float) -> Float
  /// The derivative of ``value(_:)``.
  func derivative(_ x: Float) -> Float
}

// Inlinable, so that the loops are compiled for the function at hand; as a closure it would be called for every element,
// and no vectors used.

/// `function` of every element.
///
/// - Shape: any → the same.
@inlinable
public func elementwise(_ input: Variable, _ function: some ElementFunction) -> Variable {
  let x = input.value
  let output = Tensor(x.shape) { y in
    x.withUnsafeBuffer { x in
      Parallel.forEachRange(y.count) { range in
        for index in range { y[index] = function.value(x[index]) }
      }
    }
  }
  return Variable.record(output, from: [input]) { (dOutput: consuming Tensor) in
    [(consume dOutput).multiplied(byDerivativeOf: function, at: x)]
  }
}

extension Tensor {
  /// Every element times the derivative of `function` at that of `x`, written over it where no tensor shares it.
  @inlinable
  consuming func multiplied(byDerivativeOf function: some ElementFunction, at x: Tensor) -> Tensor {
    let count = shape.count
    return (consume self).overwritten { source, target in
      x.withUnsafeBuffer { x in
        Parallel.forEachRange(count) { range in
          for index in range { target[index] = source[index] * function.derivative(x[index]) }
        }
      }
    }
  }
}
