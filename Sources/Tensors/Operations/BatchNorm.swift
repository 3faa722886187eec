// Batch normalisation (Ioffe and Szegedy 2015) over all axes but the last.
internal import Preconditions

/// Each channel shifted and scaled to the mean `offset` and the deviation `scale`, by the batch's own statistics.
///
/// - Shape: input [..., C], scale [C], offset [C] → [..., C].
public func batchNorm(
  _ input: Variable, scale: Variable, offset: Variable, epsilon: Float
) -> (output: Variable, statistics: BatchStatistics) {
  checkChannels(input.shape, scale.shape, offset.shape)
  let normalization = BlockNormalization(shape: input.shape)
  let pass = NormalizationPass(
    normalization, input.value, gathered: nil, scale: scale.value, offset: offset.value, epsilon: epsilon)
  let output = Variable.record(pass.output, from: [input, scale, offset]) { (dOutput: consuming Tensor) in
    // Handed on, so that it can be changed in place.
    let gradients = pass.gradients(consume dOutput)
    return [gradients.dInput.tensor(), gradients.dScale, gradients.dOffset]
  }
  return (output, pass.statistics)
}

/// Each channel shifted and scaled by given statistics, as in inference.
///
/// - Shape: input [..., C]; scale, offset, mean and variance [C] → [..., C].
public func batchNorm(
  _ input: Variable, scale: Variable, offset: Variable, mean: Tensor, variance: Tensor, epsilon: Float
) -> Variable {
  checkChannels(input.shape, scale.shape, offset.shape)
  let normalization = BlockNormalization(shape: input.shape)
  let deviation = variance.map { 1 / ($0 + epsilon).squareRoot() }
  let coefficients = NormCoefficients(
    scale: scale.value, offset: offset.value, mean: mean, inverseDeviation: deviation)
  let output = normalization.forward(input.value, coefficients)
  return Variable.record(output, from: [input, scale, offset]) { [x = input.value] dOutput in
    let total = normalization.reductions(x, dOutput, coefficients, nil)
    let dScale = Tensor(mean.shape, scalars: total.products.map { Float($0) }) * deviation
    return [dOutput * coefficients.scale, dScale, Tensor(mean.shape, scalars: total.sums.map { Float($0) })]
  }
}

private func checkChannels(_ input: Shape, _ scale: Shape, _ offset: Shape) {
  require(
    input.rank >= 2 && input.count > 0 && scale == [input[-1]] && offset == scale,
    "batchNorm: input \(input), scale \(scale), offset \(offset)")
}
