// Probabilities from logits.
internal import Foundation

/// Exponentials divided by their sum, along the last axis.
///
/// - Shape: x [..., C] → the same.
public func softmax(_ x: Variable) -> Variable {
  precondition(x.shape.rank >= 1 && x.shape[-1] > 0, "softmax: expected a last axis with elements, found \(x.shape)")
  let channels = x.shape[-1]
  let output = x.value.mappedRows { row, target in
    let highest = row.max() ?? 0  // Taken away first, so that no exponential overflows.
    var sum: Float = 0
    for c in 0..<channels {
      target[c] = exp(row[c] - highest)
      sum += target[c]
    }
    for c in 0..<channels { target[c] /= sum }
  }
  return Variable.record(output, from: [x]) { dOutput in
    // dx = y (dy - sum of dy y).
    let products = dOutput.times(output)
    return [
      products.mappedRows { row, target in
        let total = row.reduce(0, +)
        for c in 0..<channels { target[c] = total }
      }.combined(with: output, *).combined(with: products) { common, product in product - common }
    ]
  }
}

extension Tensor {
  /// `body` for every row along the last axis, with where its result goes.
  fileprivate func mappedRows(
    _ body: (_ row: UnsafeBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> Tensor {
    let channels = shape[-1]
    return Tensor(shape) { output in
      Parallel.forEachRange(shape.count / channels, grain: max(1, Parallel.elementGrain / channels)) { rows in
        for row in rows {
          body(
            UnsafeBufferPointer(start: pointer + row * channels, count: channels),
            UnsafeMutableBufferPointer(rebasing: output[row * channels..<(row + 1) * channels]))
        }
      }
      withExtendedLifetime(self) {}
    }
  }
}
