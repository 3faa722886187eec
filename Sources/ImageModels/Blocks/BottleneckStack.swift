// The convolutions of MobileNet v2, which two networks share.
public import NeuralNetwork
public import Tensors

/// The convolutions of MobileNet v2 (Sandler et al. 2018) with the mean of each channel at the end.
///
/// - Shape: [N, H, W, 3] → [N, outputChannels].
public struct BottleneckStack: Layer {
  private static let stages: [(factor: Int, channels: Int, repeats: Int, stride: Int)] = [
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
  ]

  private var stem: ConvolutionBlock
  private var blocks: [InvertedResidual] = []
  private var top: ConvolutionBlock
  private let pool = GlobalAveragePool2D()

  /// Channels of the output.
  public let outputChannels: Int

  /// Convolutions of `widthMultiplier` times the paper's channels, rounded to multiples of 8; the last one has never
  /// fewer than the paper's.
  public init(widthMultiplier: Double = 1, style: InvertedResidual.Style) {
    var channels = Self.rounded(32 * widthMultiplier)
    stem = ConvolutionBlock(
      Conv2D(
        inputChannels: 3, outputChannels: channels, kernelSize: 3, stride: 2, padding: style.stridePadding,
        usesBias: false), activation: style.activation)
    for stage in Self.stages {
      let width = Self.rounded(Double(stage.channels) * widthMultiplier)
      for index in 0..<stage.repeats {
        blocks.append(
          InvertedResidual(
            inputChannels: channels, outputChannels: width, factor: stage.factor, stride: index == 0 ? stage.stride : 1,
            style: style))
        channels = width
      }
    }
    outputChannels = Self.rounded(1280 * max(1, widthMultiplier))
    top = ConvolutionBlock(
      Conv2D(inputChannels: channels, outputChannels: outputChannels, kernelSize: 1, usesBias: false),
      activation: style.activation)
  }

  /// The nearest multiple of 8, at least 8, or the next one where that would take away more than a tenth.
  private static func rounded(_ channels: Double) -> Int {
    let nearest = max(8, Int(channels + 4) / 8 * 8)
    return Double(nearest) < 0.9 * channels ? nearest + 8 : nearest
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = stem(input, in: &context)
    for block in blocks { x = block(x, in: &context) }
    return pool(top(x, in: &context), in: &context)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try stem.visitParameters(at: path / "stem", visit)
    for index in blocks.indices { try blocks[index].visitParameters(at: path / "blocks" / index, visit) }
    try top.visitParameters(at: path / "top", visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = stem.summarize(input, at: path / "stem", into: &lines)
    for (index, block) in blocks.enumerated() {
      shape = block.summarize(shape, at: path / "blocks" / index, into: &lines)
    }
    shape = top.summarize(shape, at: path / "top", into: &lines)
    return pool.summarize(shape, at: path / "pool", into: &lines)
  }
}
