// Batch normalisation (Ioffe and Szegedy 2015) over all axes but the last.
internal import Preconditions

/// Mean and biased variance of each channel of a batch.
///
/// - Shape: both [C].
public struct BatchStatistics: Sendable {
  /// Mean of each channel.
  public let mean: Tensor
  /// Mean squared deviation of each channel.
  public let variance: Tensor
}

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
  let coefficients = BlockNormalization.Coefficients(
    scale: scale.value, offset: offset.value, mean: mean, inverseDeviation: deviation)
  let output = normalization.forward(input.value, coefficients).output
  return Variable.record(output, from: [input, scale, offset]) { [x = input.value] dOutput in
    let total = normalization.gradientSums(x, dOutput, coefficients, nil)
    let dScale = Tensor(mean.shape, scalars: total.products.map { Float($0) }) * deviation
    return [dOutput * coefficients.scale, dScale, Tensor(mean.shape, scalars: total.sums.map { Float($0) })]
  }
}

private func checkChannels(_ input: Shape, _ scale: Shape, _ offset: Shape) {
  require(
    input.rank >= 2 && input.count > 0 && scale == [input[-1]] && offset == scale,
    "batchNorm: input \(input), scale \(scale), offset \(offset)")
}

/// A normalisation by the batch's own statistics, and what its gradient needs.
struct NormalizationPass: Sendable {
  /// Not written yet, unless it is pooled.
  let output: Activations
  let statistics: BatchStatistics
  private let normalization: BlockNormalization
  private let input: Tensor
  private let inverseDeviation: Tensor
  private let coefficients: BlockNormalization.Coefficients
  private let choice: BlockNormalization.Choice?

  init(
    _ normalization: BlockNormalization, _ input: Tensor, gathered: (moments: Tensor, shift: Tensor)?, scale: Tensor,
    offset: Tensor, epsilon: Float
  ) {
    self.normalization = normalization
    self.input = input
    statistics = normalization.statistics(of: input, gathered: gathered)
    inverseDeviation = statistics.variance.map { 1 / ($0 + epsilon).squareRoot() }
    coefficients = BlockNormalization.Coefficients(
      scale: scale, offset: offset, mean: statistics.mean, inverseDeviation: inverseDeviation)
    if normalization.poolSize == 1 {
      output = .normalized(NormalizedImages(input, normalization, coefficients))
      choice = nil
    } else {
      let (pooled, choice) = normalization.forward(input, coefficients)
      output = .tensor(pooled)
      self.choice = choice
    }
  }

  /// The sums over the gradient that whoever read the output gathered.
  private var gathered: GradientSums? {
    guard case .normalized(let images) = output else { return nil }
    return images.gathered
  }

  /// Gradients of the input, of the scale and of the offset.
  func gradients(_ dOutput: consuming Tensor) -> (dInput: SumsGradient, dScale: Tensor, dOffset: Tensor) {
    let total = gathered ?? normalization.gradientSums(input, dOutput, coefficients, choice)
    let (sums, products) = (total.sums, total.products)
    let channels = statistics.mean.shape
    let count = Double(normalization.shape.count / channels.count)
    // dx = s (dy - mean(dy) - (x - m) d² mean(dy (x - m))), d the inverse deviation, s the scale times d.
    var coefficients = coefficients
    let scales = coefficients.scale.scalars
    let deviations = inverseDeviation.scalars
    coefficients.slope = Tensor(
      channels,
      scalars: scales.indices.map {
        Float(-Double(scales[$0]) * Double(deviations[$0]) * Double(deviations[$0]) * products[$0] / count)
      })
    coefficients.level = Tensor(channels, scalars: scales.indices.map { Float(-Double(scales[$0]) * sums[$0] / count) })
    let dInput = NormalizedGradient(
      sums: input, dOutput: consume dOutput, normalization: normalization, coefficients: coefficients, choice: choice)
    return (
      .normalized(dInput), Tensor(channels, scalars: products.map { Float($0) }) * inverseDeviation,
      Tensor(channels, scalars: sums.map { Float($0) })
    )
  }
}
