// Batch norm by the batch's own statistics, and its gradients.

/// A normalisation by the batch's own statistics, with what its gradients need.
struct NormalizationPass: Sendable {
  /// Deferred, unless it is pooled.
  let output: Variable.Contents
  let statistics: BatchStatistics
  private let normalization: BlockNormalization
  private let input: Tensor
  private let inverseDeviation: Tensor
  private let coefficients: NormCoefficients
  private let choice: PoolChoice?

  /// - Parameter gathered: moments of the input about a shift, where these were gathered while it was computed.
  init(
    _ normalization: BlockNormalization, _ input: Tensor, gathered: (moments: Tensor, shift: Tensor)?, scale: Tensor,
    offset: Tensor, epsilon: Float
  ) {
    self.normalization = normalization
    self.input = input
    statistics = normalization.statistics(of: input, gathered: gathered)
    inverseDeviation = statistics.variance.map { 1 / ($0 + epsilon).squareRoot() }
    coefficients = NormCoefficients(
      scale: scale, offset: offset, mean: statistics.mean, inverseDeviation: inverseDeviation)
    if normalization.poolSize == 1 {
      output = .deferred(DeferredNormalization(input, normalization, coefficients))
      choice = nil
    } else {
      let (pooled, choice) = normalization.pooled(input, coefficients)
      output = .tensor(pooled)
      self.choice = choice
    }
  }

  /// Gradients of the input, of the scale and of the offset.
  func gradients(_ dOutput: consuming Tensor) -> (dInput: PreactivationGradient, dScale: Tensor, dOffset: Tensor) {
    let total =
      output.deferred(as: DeferredNormalization.self)?.completeReductions
      ?? normalization.reductions(input, dOutput, coefficients, choice)
    let (sums, products) = (total.sums, total.products)
    let channels = statistics.mean.shape
    let count = Double(normalization.shape.count / channels.count)
    let (commonSums, commonProducts) = (
      normalization.meansOfOrientations(sums), normalization.meansOfOrientations(products)
    )
    // dx = s (dy - mean(dy) - (x - m) d² mean(dy (x - m))), d the inverse deviation, s the scale times d.
    var coefficients = coefficients
    let scales = coefficients.scale.scalars
    let deviations = inverseDeviation.scalars
    coefficients.gradientScale = Tensor(
      channels,
      scalars: scales.indices.map {
        Float(-Double(scales[$0]) * Double(deviations[$0]) * Double(deviations[$0]) * commonProducts[$0] / count)
      })
    coefficients.gradientBias = Tensor(
      channels, scalars: scales.indices.map { Float(-Double(scales[$0]) * commonSums[$0] / count) })
    let dInput = DeferredNormGradient(
      input: input, dOutput: consume dOutput, normalization: normalization, coefficients: coefficients, choice: choice)
    return (
      .deferred(dInput), Tensor(channels, scalars: products.map { Float($0) }) * inverseDeviation,
      Tensor(channels, scalars: sums.map { Float($0) })
    )
  }
}
