// Functions of one number whose values kernels compute, many at a time.

/// A function of one number, for whole tensors.
protocol ValueFunction: Sendable {
  /// Writes `count` elements of the output, given those of the input.
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int)
}

extension ValueFunction {
  /// The function of every element, on all threads.
  func values(of input: Tensor) -> Tensor {
    let count = input.shape.count
    return Tensor(uninitialized: input.shape) { y in
      withPointers(input) { x in
        Parallel.forEachRange(count) { range in
          writeValues(of: x + range.lowerBound, to: y + range.lowerBound, count: range.count)
        }
      }
    }
  }
}
