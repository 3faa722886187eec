// Random omission of elements during training.
internal import Preconditions

/// The input with each element set to zero with probability `rate` and the others scaled up, so that the expectation
/// stays (Srivastava et al. 2014, in the inverted form).
///
/// - Shape: any → the same.
public func dropout(_ input: Variable, rate: Float, using random: inout RandomSource) -> Variable {
  require(rate >= 0 && rate < 1, "dropout: expected a rate in 0 ..< 1, found \(rate)")
  if rate == 0 { return input }
  let scale = 1 / (1 - rate)
  let mask = Tensor(input.shape) { buffer in
    for index in buffer.indices { buffer[index] = random.bernoulli(rate) ? 0 : scale }
  }
  return input * Variable(mask)
}
