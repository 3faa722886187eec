// Two-dimensional convolution of each channel by itself.

/// Slides a window over each channel of the images and sums the products with that channel's own weights.
///
/// - Parameters:
///   - input: the images, [N, H, W, C].
///   - weight: one window for each channel, [KH, KW, C].
///   - bias: added to the sums, one number for each channel; none if nil.
///   - stride: pixels between windows.
///   - padding: rows and columns of zeros around the images.
///   - dilation: pixels from one tap of a window to the next.
///   - clamp: what the sums are clamped to, at no cost in time.
/// - Shape: input [N, H, W, C], weight [KH, KW, C], bias [C] → [N, OH, OW, C].
public func depthwiseConv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: HeightWidth = 1, padding: Padding = .valid,
  dilation: HeightWidth = 1, clamp: Clamp = .none
) -> Variable {
  if dilation != 1 {
    let windows = DilatedWindows(
      input.shape, weight.shape, stride: stride, padding: padding, dilation: dilation, operation: #function)
    return windows.convolve(input) { depthwiseConv2D($0, weight, bias: bias, stride: windows.stride, clamp: clamp) }
  }
  let convolution = DepthwiseConvolution(
    input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding)
  return convolution.record(input, weight, bias, clamp, operation: #function)
}

/// The shape of ``depthwiseConv2D(_:_:bias:stride:padding:dilation:clamp:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C] → [N, OH, OW, C].
public func depthwiseConv2DShape(
  _ input: Shape, _ weight: Shape, stride: HeightWidth = 1, padding: Padding = .valid, dilation: HeightWidth = 1
) -> Shape {
  conv2DShape(
    input, Shape([weight[0], weight[1], 1, weight[2]]), stride: stride, padding: padding, dilation: dilation,
    groups: weight[2])
}
