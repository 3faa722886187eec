// Convolutions one after the other, which several networks begin with.
internal import NeuralNetwork
internal import Tensors

/// Blocks of a dense convolution by a table.
struct ConvolutionStack {
  /// A block: the kernel, the output channels, and the side of the max-pool behind it, 1 for none.
  typealias Row = (kernel: HeightWidth, channels: Int, pool: Int)

  /// `features.0`, `features.1`, ...: [N, H, W, inputChannels] → [N, H', W', outputChannels].
  private(set) var layers = Sequential()
  /// Channels of the output.
  let outputChannels: Int

  /// The convolutions of the table.
  init(
    _ rows: [Row], inputChannels: Int, padding: Padding, normalization: ConvolutionBlock.Normalization
  ) {
    var channels = inputChannels
    for row in rows {
      layers.append(
        ConvolutionBlock(
          Conv2D(inputChannels: channels, outputChannels: row.channels, kernelSize: row.kernel, padding: padding),
          normalization: normalization, poolSize: row.pool), toList: "features")
      channels = row.channels
    }
    outputChannels = channels
  }
}
