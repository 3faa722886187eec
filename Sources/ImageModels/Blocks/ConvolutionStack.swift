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

  /// Convolutions of `widthMultiplier` times the channels of the table, rounded down; without a bias where the norm's offset
  /// follows at once.
  init(
    _ rows: [Row], inputChannels: Int, widthMultiplier: Double = 1, padding: Padding,
    normalization: ConvolutionBlock.Normalization, momentum: Float = 0.99
  ) {
    var channels = inputChannels
    for row in rows {
      let width = roundedDown(row.channels, times: widthMultiplier)
      layers.append(
        ConvolutionBlock(
          Conv2D(
            inputChannels: channels, outputChannels: width, kernelSize: row.kernel, padding: padding,
            usesBias: normalization != .beforeActivation),
          normalization: normalization, poolSize: row.pool, momentum: momentum), toList: "features")
      channels = width
    }
    outputChannels = channels
  }
}

/// Channels times a factor, rounded down, but at least one.
func roundedDown(_ channels: Int, times factor: Double) -> Int { max(1, Int(Double(channels) * factor)) }
