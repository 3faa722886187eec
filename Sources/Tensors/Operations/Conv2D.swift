// Two-dimensional convolution.

/// Slides `weight` over the images and sums the products; strictly a cross-correlation, as everywhere in the field.
///
/// - Parameters:
///   - clamp: what the sums are clamped to, at no cost in time.
///   - precision: how much rounding is allowed.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K] → [N, OH, OW, K].
public func conv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid,
  clamp: Clamp = .none, precision: ConvolutionPrecision = .exact
) -> Variable {
  let convolution = StandardConvolution(
    input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding, precision: precision,
    cachesWeights: !weight.isTracked)
  return convolution.record(input, weight, bias, clamp, operation: #function)
}

/// The shape of ``conv2D(_:_:bias:stride:padding:clamp:precision:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → [N, OH, OW, K].
public func conv2DShape(_ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid) -> Shape {
  StandardConvolution(input, weight, bias: nil, stride: stride, padding: padding).geometry
    .outputShape(channels: weight[3])
}
