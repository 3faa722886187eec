// The gradient of a normalisation's input before it is computed.

/// The gradient of normalised values, and what turns it into the gradient of the values before normalisation.
struct DeferredNormGradient: Sendable {
  /// The values before normalisation.
  let input: Tensor
  let dOutput: Tensor
  let normalization: BlockNormalization
  /// With those of the gradient.
  let coefficients: NormCoefficients
  /// Of the normalisation's pool, if it has one.
  let choice: PoolChoice?

  consuming func tensor() -> Tensor {
    (consume self).tensorAndImageSums().tensor
  }

  /// The gradient and, where they cost little, its sums over the pixels of each image.
  ///
  /// - Shape: → [N, H, W, C] and [N, C].
  consuming func tensorAndImageSums() -> (tensor: Tensor, imageSums: Tensor?) {
    let (input, normalization, coefficients, choice) = (input, normalization, coefficients, choice)
    let dOutput = (consume self).dOutput
    guard let choice else { return (normalization.inputGradient(input, consume dOutput, coefficients), nil) }
    let gradient = normalization.pooledInputGradient(input, consume dOutput, coefficients, choice)
    return (gradient.dInput, gradient.imageSums)
  }
}
