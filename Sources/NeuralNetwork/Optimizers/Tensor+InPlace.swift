// What optimizers and averages do to tensors, and read from them, that is nobody's alone.
internal import Preconditions
internal import Tensors

extension Tensor {
  /// Takes away the share `share` of every element.
  mutating func decay(by share: Float) {
    let count = shape.count
    withUnsafeMutableBuffer { values in
      guard let values = values.baseAddress else { return }
      // Not times 1 - share, which would round small shares to a few digits.
      Parallel.forEachRange(count) { range in
        for index in range { values[index] -= values[index] * share }
      }
    }
  }

  /// The whole number, zero or more, that a tensor of one element holds; nil where it holds anything else.
  var count: Int? {
    guard shape.count == 1, let count = Int(exactly: scalar), count >= 0 else { return nil }
    return count
  }

  /// The elements, each moved by the share `weight` of the way to that of `target`.
  func moved(towards target: Tensor, by weight: Float) -> Tensor {
    var moved = self
    moved.move(towards: target, by: weight)
    return moved
  }

  /// Moves every element by the share `weight` of the way to that of `target`.
  mutating func move(towards target: Tensor, by weight: Float) {
    require(target.shape == shape, "Tensor.move: shapes \(shape) and \(target.shape) differ")
    let count = shape.count
    target.withUnsafeBuffer { target in
      withUnsafeMutableBuffer { values in
        guard let values = values.baseAddress, let target = target.baseAddress else { return }
        Parallel.forEachRange(count) { range in
          for index in range { values[index] += (target[index] - values[index]) * weight }
        }
      }
    }
  }
}
