// The unit of MobileNet v1.
public import NeuralNetwork
public import Tensors

/// A depthwise 3×3 convolution and a pointwise one, each with batch norm and an activation (Howard et al. 2017).
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct SeparableBlock: SequentialLayer {
  /// `depthwise` and `pointwise`.
  public var layers: Sequential

  /// A block whose depthwise convolution has the given stride and padding.
  public init(
    inputChannels: Int, outputChannels: Int, stride: HeightWidth, padding: Padding, activation: Activation
  ) {
    let depthwise = DepthwiseConv2D(
      channels: inputChannels, kernelSize: 3, stride: stride, padding: padding, usesBias: false)
    let pointwise = Conv2D(inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: 1, usesBias: false)
    layers = Sequential([
      ("depthwise", ConvolutionBlock(depthwise, activation: activation)),
      ("pointwise", ConvolutionBlock(pointwise, activation: activation)),
    ])
  }
}
