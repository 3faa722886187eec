// Two-dimensional convolution of each channel by itself.

/// Slides a window over each channel of the images and sums the products with that channel's own weights.
///
/// - Parameter clamp: what the sums are clamped to, at no cost in time.
/// - Shape: input [N, H, W, C], weight [KH, KW, C], bias [C] → [N, OH, OW, C].
public func depthwiseConv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid,
  clamp: Clamp = .none
) -> Variable {
  let convolution = DepthwiseConvolution(
    input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding)
  return convolution.record(input, weight, bias, clamp, operation: #function)
}

/// The shape of ``depthwiseConv2D(_:_:bias:stride:padding:clamp:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C] → [N, OH, OW, C].
public func depthwiseConv2DShape(
  _ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid
) -> Shape {
  DepthwiseConvolution(input, weight, bias: nil, stride: stride, padding: padding).geometry
    .outputShape(channels: weight[2])
}
