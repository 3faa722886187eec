// The convolutions of MobileNet v1, which several networks share.
internal import NeuralNetwork
internal import Tensors

/// A dense convolution of stride 2 and separable blocks by a table, with the mean of each channel at the end
/// (Howard et al. 2017).
struct SeparableStack {
  /// A separable block: its output channels, stride and padding.
  typealias Row = (channels: Int, stride: HeightWidth, padding: Padding)

  /// `stem`, `blocks.0`, `blocks.1`, ... and `pool`: [N, H, W, 3] → [N, outputChannels].
  private(set) var layers = Sequential()
  /// Channels of the output.
  let outputChannels: Int

  /// Convolutions of `widthMultiplier` times the channels of the table, rounded down.
  init(_ rows: [Row], widthMultiplier: Double = 1, activation: Activation, stemPadding: Padding) {
    func scaled(_ channels: Int) -> Int { roundedDown(channels, times: widthMultiplier) }
    var channels = scaled(32)
    layers.append(
      ConvolutionBlock(
        Conv2D(
          inputChannels: 3, outputChannels: channels, kernelSize: 3, stride: 2, padding: stemPadding, usesBias: false),
        activation: activation), as: "stem")
    for row in rows {
      layers.append(
        SeparableBlock(
          inputChannels: channels, outputChannels: scaled(row.channels), stride: row.stride, padding: row.padding,
          activation: activation), toList: "blocks")
      channels = scaled(row.channels)
    }
    layers.append(GlobalAveragePool2D(), as: "pool")
    outputChannels = channels
  }
}

extension Padding {
  /// A row of zeros below and a column to the right: how Keras's MobileNets pad ahead of a stride of 2.
  static let oneAfter = Padding.explicit(top: 0, bottom: 1, left: 0, right: 1)
}
