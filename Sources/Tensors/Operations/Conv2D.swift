// Two-dimensional convolution.
internal import Preconditions

/// Slides `weight` over the images and sums the products; strictly a cross-correlation, as everywhere in the field.
///
/// ```swift
/// let weight = Variable(.normal([3, 3, 1, 8], standardDeviation: 0.1, using: &random))
/// let features = conv2D(images, weight, padding: .same)  // [4, 64, 64, 1] → [4, 64, 64, 8]
/// ```
///
/// - Parameters:
///   - input: the images, [N, H, W, C].
///   - weight: one window for each output channel, [KH, KW, C / groups, K].
///   - bias: added to the sums, one number for each output channel; none if nil.
///   - stride: pixels from one window to the next.
///   - padding: rows and columns of zeros around the images.
///   - dilation: pixels from one tap of a window to the next (Yu and Koltun 2016); with `.same` padding the output has
///     ceil(input / stride) rows and columns whatever the dilation.
///   - groups: the channels of input and output are cut into as many groups, and each sees but its own (Krizhevsky et
///     al. 2012).
///   - clamp: what the sums are clamped to, at no cost in time.
///   - precision: how much rounding is allowed.
/// - Shape: input [N, H, W, C], weight [KH, KW, C / groups, K], bias [K] → [N, OH, OW, K].
public func conv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: HeightWidth = 1, padding: Padding = .valid,
  dilation: HeightWidth = 1, groups: Int = 1, clamp: Clamp = .none, precision: ConvolutionPrecision = .exact
) -> Variable {
  if groups != 1 {
    return GroupedChannels(input.shape, weight.shape, groups: groups).convolve(input, weight, bias) {
      conv2D($0, $1, bias: $2, stride: stride, padding: padding, dilation: dilation, clamp: clamp, precision: precision)
    }
  }
  if dilation != 1 {
    let windows = DilatedWindows(
      input.shape, weight.shape, stride: stride, padding: padding, dilation: dilation, operation: #function)
    return windows.convolve(input) {
      conv2D($0, weight, bias: bias, stride: windows.stride, clamp: clamp, precision: precision)
    }
  }
  let convolution = StandardConvolution(
    input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding, precision: precision,
    cachesWeights: !weight.isTracked)
  return convolution.record(input, weight, bias, clamp, operation: #function)
}

/// The shape of ``conv2D(_:_:bias:stride:padding:dilation:groups:clamp:precision:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C / groups, K] → [N, OH, OW, K].
public func conv2DShape(
  _ input: Shape, _ weight: Shape, stride: HeightWidth = 1, padding: Padding = .valid, dilation: HeightWidth = 1,
  groups: Int = 1
) -> Shape {
  require(
    weight.rank == 4 && input.rank == 4 && weight[2] * groups == input[3],
    "conv2D: input \(input) and weight \(weight) do not share their channels in groups of \(groups)")
  return WindowGeometry(
    input: input, kernel: HeightWidth(weight[0], weight[1]), stride: stride, padding: padding, dilation: dilation,
    operation: "conv2D"
  ).outputShape(channels: weight[3])
}
