// Hildebrandt's regressor of 37 vote fractions from 150×150 grey galaxies.
public import NeuralNetwork
internal import Tensors

/// Six convolutions and three dense layers that turn a grey galaxy into vote fractions.
///
/// Convolution → ReLU → batch norm → max-pool, as its author (Hildebrandt, Galaxy Zoo challenge) stacks them; 849,285
/// parameters with 37 outputs.
///
/// - Shape: [N, 150, 150, 1] → [N, outputs].
public struct Hildebrandt: ImageNetwork {
  private static let blocks: [ConvolutionStack.Row] = [
    (7, 32, 2), (7, 32, 2), (5, 64, 2), (5, 64, 2), (3, 128, 1), (3, 256, 1),
  ]

  public var layers: Sequential
  public var output: OutputFunction

  /// The network for the given number of outputs; its dropout layers can be left out.
  public init(outputs: Int = 37, output: OutputFunction = .sigmoid, usesDropout: Bool = true) {
    self.output = output
    let convolutions = ConvolutionStack(
      Self.blocks, inputChannels: 1, padding: .valid, normalization: .afterActivation)
    layers = convolutions.layers
    layers.append(Flatten(), as: "flatten")
    layers.append(
      DenseHead(
        inputs: convolutions.outputChannels, hidden: [512, 256], outputs: outputs,
        dropoutRates: usesDropout ? [0.05, 0.15, 0.15] : []),
      as: "classifier")
  }
}

extension NetworkDefinition {
  /// Hildebrandt's network.
  public static let hildebrandt = NetworkDefinition(
    "hildebrandt", summary: "six convolutions and three dense layers on grey galaxies (Hildebrandt)",
    input: [150, 150, 1]
  ) { Hildebrandt(outputs: $0.outputs, output: $0.output) }
}
