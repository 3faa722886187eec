// The convolution that weights stand for.

/// The convolution of weights of some shape: [KH, KW, C, K] are standard, [KH, KW, C] depthwise.
func convolutionOperator(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: HeightWidth, padding: Padding,
  precision: ConvolutionPrecision
) -> any ConvolutionOperator {
  let (x, w, b) = (input.shape, weight.shape, bias?.shape)
  return w.rank == 3
    ? DepthwiseConvolution(x, w, bias: b, stride: stride, padding: padding)
    : StandardConvolution(
      x, w, bias: b, stride: stride, padding: padding, precision: precision, cachesWeights: !weight.isTracked)
}
