// Images made larger or smaller.
internal import Preconditions

/// Images of another size.
///
/// Equals PyTorch's `interpolate` with `align_corners` false and without smoothing: images made much smaller skip pixels.
///
/// - Shape: input [N, H, W, C] → [N, height, width, C].
public func resize2D(
  _ input: Variable, height: Int, width: Int, interpolation: Interpolation = .bilinear
) -> Variable {
  let shape = input.shape
  require(shape.rank == 4, "resize2D: expected an input [N, H, W, C], found \(shape)")
  require(
    height >= 0 && width >= 0 && (shape[1] > 0 || height == 0) && (shape[2] > 0 || width == 0),
    "resize2D: no \(height)×\(width) pixels can be made from an input \(shape)")
  let resampling = Resampling(
    rows: AxisTaps(source: shape[1], target: height, interpolation),
    columns: AxisTaps(source: shape[2], target: width, interpolation))
  return Variable.record(resampling.apply(input.value), from: [input]) { dOutput in
    [resampling.transposed.apply(dOutput)]
  }
}

/// Images that are `factor` times as high and as wide.
///
/// Equals PyTorch's `Upsample` and Keras's `UpSampling2D`.
///
/// - Shape: input [N, H, W, C] → [N, factor · H, factor · W, C].
public func upsample2D(_ input: Variable, factor: Int, interpolation: Interpolation = .nearest) -> Variable {
  require(factor >= 1, "upsample2D: expected a positive factor, found \(factor)")
  require(input.shape.rank == 4, "upsample2D: expected an input [N, H, W, C], found \(input.shape)")
  return resize2D(
    input, height: factor * input.shape[1], width: factor * input.shape[2], interpolation: interpolation)
}
