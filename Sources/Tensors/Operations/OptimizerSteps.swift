// Parameter updates in place, one pass over memory each.
internal import CKernels

extension Tensor {
  /// Moves this tensor by one step of Adam: the moments are updated, then `rate * first / (√second + epsilon)` is
  /// subtracted.
  package mutating func adamStep(
    _ first: inout Tensor, _ second: inout Tensor, gradient: Tensor, rate: Float, beta1: Float, beta2: Float,
    epsilon: Float
  ) {
    precondition(
      gradient.shape == shape && first.shape == shape && second.shape == shape,
      "Tensor.adamStep: parameter \(shape), gradient \(gradient.shape), moments \(first.shape) and \(second.shape)")
    let count = shape.count
    withUnsafeMutableBuffer { w in
      first.withUnsafeMutableBuffer { m in
        second.withUnsafeMutableBuffer { v in
          guard let w = w.baseAddress, let m = m.baseAddress, let v = v.baseAddress else { return }
          Parallel.forEachRange(count, grain: Parallel.elementGrain) { range in
            let start = range.lowerBound
            gk_adam(
              w + start, m + start, v + start, gradient.pointer + start, range.count, rate, beta1, beta2, epsilon)
          }
        }
      }
    }
    withExtendedLifetime(gradient) {}
  }
}
