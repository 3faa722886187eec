// Batch norm folded into the weights of the convolution before it.

/// Weights and bias of a convolution whose sums come out normalised.
struct FoldedWeights: Sendable {
  let weight, bias: Tensor

  /// - Shape: weight [KH, KW, C, K] or [KH, KW, C], bias [K].
  init(_ weight: Tensor, bias: Tensor?, _ coefficients: NormCoefficients) {
    self.weight = weight * coefficients.scale
    self.bias =
      bias.map { $0 * coefficients.scale + coefficients.offset } ?? coefficients.offset
  }
}
