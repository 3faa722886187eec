// Group normalisation (Wu and He 2018).
internal import Preconditions

/// Every image normalised by mean and deviation of each group of neighbouring channels over all its pixels; then channels are
/// scaled and shifted by factors and terms that are learned, if there are any.
///
/// One group is layer normalisation over the image with factors for channels; groups of one channel are instance
/// normalisation (Ulyanov et al. 2016). As in PyTorch the variance is the biased one. The result for an image does not depend
/// on the batch around it.
///
/// - Parameters:
///   - input: a tensor whose last axis is that of the channels.
///   - groups: number of groups, a divisor of the number of channels.
///   - scale: factor of each channel, [C]; 1 if nil.
///   - offset: term of each channel, [C]; 0 if nil.
///   - epsilon: added to variances.
/// - Shape: input [N, ..., C], scale [C], offset [C] → [N, ..., C].
public func groupNorm(
  _ input: Variable, groups: Int, scale: Variable? = nil, offset: Variable? = nil, epsilon: Float = 1e-5
) -> Variable {
  require(input.shape.rank >= 2, "groupNorm: expected a shape [N, ..., C], found \(input.shape)")
  let channels = Shape([input.shape[-1]])
  require(
    (scale?.shape ?? channels) == channels && (offset?.shape ?? channels) == channels,
    "groupNorm: input \(input.shape), scale \(scale?.shape ?? channels), offset \(offset?.shape ?? channels)")
  require(
    groups >= 1 && channels.count % groups == 0,
    "groupNorm: expected a divisor of \(channels.count) channels, found \(groups) groups")
  let normalization = GroupNormalization(shape: input.shape, groups: groups)
  let factors = scale?.value ?? Tensor(channels, repeating: 1)
  let pass = normalization.forward(
    input.value, scale: factors, offset: offset?.value ?? Tensor(channels, repeating: 0), epsilon: epsilon)
  let operands = [input] + [scale, offset].compactMap { $0 }
  return Variable.record(pass.output, from: operands) {
    [
      x = input.value, coefficients = pass.coefficients, inputWanted = input.isTracked, hasScale = scale != nil,
      hasOffset = offset != nil
    ] (dOutput: consuming Tensor) in
    let gradients = normalization.gradients(
      x, consume dOutput, scale: factors, coefficients, inputWanted: inputWanted)
    return [gradients.dInput] + (hasScale ? [gradients.dScale] : []) + (hasOffset ? [gradients.dOffset] : [])
  }
}
