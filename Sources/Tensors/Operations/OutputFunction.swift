// Functions of one number whose gradient is computed from their output, as types.

/// A function of one number that hands its gradient back by its output, so that its input need not be kept.
protocol OutputFunction: ValueFunction {
  /// The gradient of the input's element, given that of the output's element and the latter.
  func gradient(_ dy: Float, _ y: Float) -> Float
}

// Types, not closures, so that the loops are compiled for the function at hand.

/// `function` of every element.
///
/// - Shape: any → the same.
func elementwise(_ input: Variable, _ function: some OutputFunction, operation: StaticString = #function) -> Variable {
  let output = function.values(of: input.value)
  return Variable.record(output, from: [input], operation: operation) { (dOutput: consuming Tensor) in
    [(consume dOutput).gradient(through: function, to: output)]
  }
}

extension Tensor {
  /// The gradient of the input of `function`, written over that of its output where no tensor shares it.
  fileprivate consuming func gradient(through function: some OutputFunction, to output: Tensor) -> Tensor {
    let count = shape.count
    return (consume self).overwritten { source, target in
      output.withUnsafeBuffer { y in
        Parallel.forEachRange(count) { range in
          for index in range { target[index] = function.gradient(source[index], y[index]) }
        }
      }
    }
  }
}
