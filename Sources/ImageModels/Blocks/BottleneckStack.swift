// The convolutions of MobileNet v2, which two networks share.
internal import NeuralNetwork
internal import Tensors

/// The convolutions of MobileNet v2 (Sandler et al. 2018) with the mean of each channel at the end.
struct BottleneckStack {
  private static let stages: [(factor: Int, channels: Int, repeats: Int, stride: HeightWidth)] = [
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
  ]

  /// `stem`, `blocks.0`, `blocks.1`, ..., `top` and `pool`: [N, H, W, 3] → [N, outputChannels].
  private(set) var layers = Sequential()
  /// Channels of the output.
  let outputChannels: Int

  /// Convolutions of `widthMultiplier` times the paper's channels, rounded to multiples of 8; the last one has never
  /// fewer than the paper's.
  init(widthMultiplier: Double = 1, style: InvertedResidual.Style) {
    var channels = roundedToEight(32 * widthMultiplier)
    layers.append(
      ConvolutionBlock(
        Conv2D(
          inputChannels: 3, outputChannels: channels, kernelSize: 3, stride: 2, padding: style.stridePadding,
          usesBias: false), activation: style.activation, momentum: style.momentum), as: "stem")
    for stage in Self.stages {
      // Keras rounds down before it rounds to multiples of 8.
      let width = roundedToEight((Double(stage.channels) * widthMultiplier).rounded(.down))
      for index in 0..<stage.repeats {
        layers.append(
          InvertedResidual(
            inputChannels: channels, innerChannels: stage.factor * channels, outputChannels: width,
            stride: index == 0 ? stage.stride : 1, expands: style.alwaysExpands || stage.factor > 1, style: style),
          toList: "blocks")
        channels = width
      }
    }
    outputChannels = roundedToEight(1280 * max(1, widthMultiplier))
    layers.append(
      ConvolutionBlock(
        Conv2D(inputChannels: channels, outputChannels: outputChannels, kernelSize: 1, usesBias: false),
        activation: style.activation, momentum: style.momentum), as: "top")
    layers.append(GlobalAveragePool2D(), as: "pool")
  }
}

/// The nearest multiple of 8, at least 8, or the next one where that would take away more than a tenth: how MobileNets
/// choose channels.
func roundedToEight(_ channels: Double) -> Int {
  let nearest = max(8, Int(channels + 4) / 8 * 8)
  return Double(nearest) < 0.9 * channels ? nearest + 8 : nearest
}
