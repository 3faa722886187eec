// Functions of one's own on the elements of tensors.
internal import Preconditions

extension Tensor {
  /// `transform` of every element, computed on all threads.
  ///
  /// - Shape: any → the same.
  public func map(_ transform: @Sendable (_ x: Float) -> Float) -> Tensor {
    Tensor(shape) { output in
      withUnsafeBuffer { x in
        Parallel.forEachRange(output.count) { range in
          for index in range { output[index] = transform(x[index]) }
        }
      }
    }
  }

  /// `transform` of every pair of elements of two tensors of one shape, computed on all threads.
  ///
  /// - Shape: both alike → the same.
  public func map(with other: Tensor, _ transform: @Sendable (_ x: Float, _ y: Float) -> Float) -> Tensor {
    requireShape(of: other, operation: "Tensor.map")
    return Tensor(shape) { output in
      withUnsafeBuffer { x in
        other.withUnsafeBuffer { y in
          Parallel.forEachRange(output.count) { range in
            for index in range { output[index] = transform(x[index], y[index]) }
          }
        }
      }
    }
  }

  /// Every element times `slope` of the elements of two tensors of its shape, written over it where no tensor shares it.
  consuming func multiplied(
    by slope: @Sendable (_ x: Float, _ y: Float) -> Float, of x: Tensor, _ y: Tensor
  ) -> Tensor {
    let count = shape.count
    return (consume self).overwritten { source, target in
      x.withUnsafeBuffer { x in
        y.withUnsafeBuffer { y in
          Parallel.forEachRange(count) { range in
            for index in range { target[index] = source[index] * slope(x[index], y[index]) }
          }
        }
      }
    }
  }

  /// Every element times `slope` of the element of a tensor of its shape, written over it where no tensor shares it.
  consuming func multiplied(by slope: @Sendable (_ x: Float) -> Float, of x: Tensor) -> Tensor {
    let count = shape.count
    return (consume self).overwritten { source, target in
      x.withUnsafeBuffer { x in
        Parallel.forEachRange(count) { range in
          for index in range { target[index] = source[index] * slope(x[index]) }
        }
      }
    }
  }

  private func requireShape(of other: Tensor, operation: String) {
    require(shape == other.shape, "\(operation): shapes \(shape) and \(other.shape) differ")
  }
}
