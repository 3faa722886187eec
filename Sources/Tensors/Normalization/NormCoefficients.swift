// What normalisation does to each channel, as coefficients.

/// The coefficients of a normalisation and of its gradient, in the order of `gk_normalization`.
///
/// - Shape: all [C].
struct NormCoefficients: Sendable {
  /// Normalised: x * scale + offset.
  let scale, offset: Tensor
  let mean: Tensor
  /// The gradient of x: dy * scale + (x - mean) * gradientScale + gradientBias.
  var gradientScale, gradientBias: Tensor?

  /// Normalisation to deviation `scale` and mean `offset`.
  init(scale: Tensor, offset: Tensor, mean: Tensor, inverseDeviation: Tensor) {
    self.scale = scale * inverseDeviation
    self.offset = offset - self.scale * mean
    self.mean = mean
  }
}
