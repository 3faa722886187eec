// MobileNet v3, small and large, as published.
public import NeuralNetwork
internal import Tensors

/// MobileNet v3 (Howard et al. 2019) as Keras's `MobileNetV3Small` and `MobileNetV3Large` have it: batch norm with epsilon
/// 1e-3 and momentum 0.999, a dropout of 0.2.
///
/// 2,554,968 parameters with 1000 outputs for the small one, 5,507,432 for the large one.
///
/// - Shape: [N, H, W, 3] → [N, outputs].
public struct MobileNetV3: ImageNetwork {
  /// Which of the paper's two networks.
  public enum Size: Sendable {
    /// Eleven bottlenecks.
    case small
    /// Fifteen bottlenecks.
    case large
  }

  /// A bottleneck: `factor` times as many channels inside as come in.
  private typealias Row = (
    factor: Double, channels: Int, kernel: HeightWidth, stride: HeightWidth, squeezes: Bool, activation: Activation
  )

  private static let small: [Row] = [
    (1, 16, 3, 2, true, .relu),
    (72.0 / 16, 24, 3, 2, false, .relu), (88.0 / 24, 24, 3, 1, false, .relu),
    (4, 40, 5, 2, true, .hardSwish), (6, 40, 5, 1, true, .hardSwish), (6, 40, 5, 1, true, .hardSwish),
    (3, 48, 5, 1, true, .hardSwish), (3, 48, 5, 1, true, .hardSwish),
    (6, 96, 5, 2, true, .hardSwish), (6, 96, 5, 1, true, .hardSwish), (6, 96, 5, 1, true, .hardSwish),
  ]

  private static let large: [Row] = [
    (1, 16, 3, 1, false, .relu),
    (4, 24, 3, 2, false, .relu), (3, 24, 3, 1, false, .relu),
    (3, 40, 5, 2, true, .relu), (3, 40, 5, 1, true, .relu), (3, 40, 5, 1, true, .relu),
    (6, 80, 3, 2, false, .hardSwish), (2.5, 80, 3, 1, false, .hardSwish), (2.3, 80, 3, 1, false, .hardSwish),
    (2.3, 80, 3, 1, false, .hardSwish),
    (6, 112, 3, 1, true, .hardSwish), (6, 112, 3, 1, true, .hardSwish),
    (6, 160, 5, 2, true, .hardSwish), (6, 160, 5, 1, true, .hardSwish), (6, 160, 5, 1, true, .hardSwish),
  ]

  public var layers = Sequential()
  public var output: OutputFunction

  /// The network with `widthMultiplier` times the paper's channels; its dropout can be left out.
  public init(
    _ size: Size, outputs: Int = 37, output: OutputFunction = .sigmoid, widthMultiplier: Double = 1,
    usesDropout: Bool = true
  ) {
    self.output = output
    let momentum: Float = 0.999
    var channels = 16  // Keras widens all but the first convolution.
    layers.append(
      ConvolutionBlock(
        Conv2D(
          inputChannels: 3, outputChannels: channels, kernelSize: 3, stride: 2, padding: .same, usesBias: false),
        activation: .hardSwish, momentum: momentum), as: "stem")
    for (index, row) in (size == .small ? Self.small : Self.large).enumerated() {
      let outputChannels = roundedToEight(Double(row.channels) * widthMultiplier)
      layers.append(
        InvertedResidual(
          inputChannels: channels, innerChannels: roundedToEight(Double(channels) * row.factor),
          outputChannels: outputChannels, kernelSize: row.kernel, stride: row.stride, expands: index > 0,
          squeezes: row.squeezes, style: InvertedResidual.Style(activation: row.activation, momentum: momentum)),
        toList: "blocks")
      channels = outputChannels
    }
    let topChannels = roundedToEight(Double(6 * channels))
    layers.append(
      ConvolutionBlock(
        Conv2D(inputChannels: channels, outputChannels: topChannels, kernelSize: 1, usesBias: false),
        activation: .hardSwish, momentum: momentum), as: "top")
    layers.append(GlobalAveragePool2D(), as: "pool")
    let hidden = Double(size == .small ? 1024 : 1280)
    layers.append(
      DenseHead(
        inputs: topChannels, hidden: [widthMultiplier > 1 ? roundedToEight(hidden * widthMultiplier) : Int(hidden)],
        outputs: outputs, activation: .hardSwish, dropoutRates: usesDropout ? [0, 0.2] : []), as: "classifier")
  }
}

extension NetworkDefinition {
  /// The small MobileNet v3 as published.
  public static let mobileNetV3Small = NetworkDefinition(
    "mobilenet-v3-small", summary: "MobileNet v3, the small one (Howard et al. 2019)", input: [224, 224, 3],
    smallestSide: 32, comesInWidths: true
  ) { MobileNetV3(.small, outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier) }

  /// The large MobileNet v3 as published.
  public static let mobileNetV3Large = NetworkDefinition(
    "mobilenet-v3-large", summary: "MobileNet v3, the large one (Howard et al. 2019)", input: [224, 224, 3],
    smallestSide: 32, comesInWidths: true
  ) { MobileNetV3(.large, outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier) }
}
