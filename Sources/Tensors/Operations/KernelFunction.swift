// Functions of one number whose values and gradients kernels compute, many at a time.

/// A function of one number, as kernels for values and for gradients.
protocol KernelFunction: ValueFunction {
  /// Writes `count` elements of the input's gradient, given the input's and those of the output's gradient, over which they
  /// may be written.
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int)
}

/// `function` of every element.
///
/// - Shape: any → the same.
func elementwise(_ input: Variable, _ function: some KernelFunction, operation: StaticString = #function) -> Variable {
  let x = input.value
  return Variable.record(function.values(of: x), from: [input], operation: operation) { (dOutput: consuming Tensor) in
    [(consume dOutput).gradient(through: function, at: x)]
  }
}

extension Tensor {
  /// The gradient of the input of `function`, written over that of its output where no tensor shares it.
  fileprivate consuming func gradient(through function: some KernelFunction, at x: Tensor) -> Tensor {
    let count = shape.count
    return (consume self).overwritten { source, target in
      withPointers(x) { x in
        Parallel.forEachRange(count) { range in
          let start = range.lowerBound
          function.writeGradients(at: x + start, source + start, to: target + start, count: range.count)
        }
      }
    }
  }
}
