// Layer normalisation (Ba et al. 2016).
internal import Preconditions

/// Every element shifted and scaled by mean and deviation over the last axes, as many as `axes`; then scaled and shifted by
/// factors and terms that are learned, if there are any.
///
/// As in PyTorch the variance is the biased one. The result for an image does not depend on the batch around it.
///
/// - Parameters:
///   - input: a tensor of one or more axes.
///   - axes: number of axes; for [N, H, W, C] 1 normalises each pixel, 3 each image.
///   - scale: factors, in the shape of what is normalised together; 1 if nil.
///   - offset: terms, in the same shape; 0 if nil.
///   - epsilon: added to variances.
/// - Shape: input [..., L], scale [L], offset [L] → [..., L], where L stands for the last axes.
public func layerNorm(
  _ input: Variable, overLast axes: Int = 1, scale: Variable? = nil, offset: Variable? = nil, epsilon: Float = 1e-5
) -> Variable {
  require(
    axes >= 1 && axes <= input.shape.rank, "layerNorm: expected 1 ... \(input.shape.rank) axes, found \(axes)")
  let extents = Shape(Array(input.shape.dimensions.suffix(axes)))
  require(
    (scale?.shape ?? extents) == extents && (offset?.shape ?? extents) == extents,
    "layerNorm: input \(input.shape) over \(axes) axes, scale \(scale?.shape ?? extents), "
      + "offset \(offset?.shape ?? extents)")
  let normalization = RowNormalization(rows: input.shape.dimensions.dropLast(axes).reduce(1, *), columns: extents.count)
  let (output, statistics) = normalization.forward(
    input.value, scale: scale?.value, offset: offset?.value, epsilon: epsilon)
  let operands = [input] + [scale, offset].compactMap { $0 }
  return Variable.record(output, from: operands) {
    [
      x = input.value, scaleValue = scale?.value, inputWanted = input.isTracked, hasScale = scale != nil,
      hasOffset = offset != nil, sumsWanted = [scale, offset].contains { $0?.isTracked == true }
    ] (dOutput: consuming Tensor) in
    let sums = sumsWanted ? normalization.sums(x, dOutput, statistics) : nil
    let dInput =
      inputWanted ? normalization.inputGradient(x, consume dOutput, scale: scaleValue, statistics) : nil
    return [dInput] + (hasScale ? [sums?.dScale.reshaped(to: extents)] : [])
      + (hasOffset ? [sums?.dOffset.reshaped(to: extents)] : [])
  }
}
