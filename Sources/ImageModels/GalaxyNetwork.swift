// The package's own network for galaxies.
public import NeuralNetwork
internal import Tensors

/// Seven convolutions on small colour images, chosen for what it learns in minutes on an ordinary processor.
///
/// Convolution → batch norm → ReLU, a max-pool behind every other of them, and the mean of each channel at the end:
/// the shape of VGG (Simonyan and Zisserman 2015) in the sizes that the package computes fastest, large kernels and many
/// channels on few pixels. `Benchmarks/learning.md` has what was tried beside it. 1,176,837 parameters with 37 outputs.
///
/// - Shape: [N, H, W, 3] → [N, outputs]; 64 pixels a side unless options say otherwise.
public struct GalaxyNetwork: ImageNetwork {
  private static let blocks: [ConvolutionStack.Row] = [
    (5, 32, 2), (3, 64, 1), (3, 64, 2), (3, 128, 1), (3, 128, 2), (3, 256, 1), (3, 256, 1),
  ]

  public var layers: Sequential
  public var output: OutputFunction

  /// The network for the given number of outputs, with `widthMultiplier` times the channels of the table, rounded down.
  public init(
    outputs: Int = 37, output: OutputFunction = .sigmoid, widthMultiplier: Double = 1, usesDropout: Bool = true
  ) {
    self.output = output
    let convolutions = ConvolutionStack(
      Self.blocks, inputChannels: 3, widthMultiplier: widthMultiplier, padding: .same, normalization: .beforeActivation,
      momentum: 0.9)
    layers = convolutions.layers
    layers.append(GlobalAveragePool2D(), as: "pool")
    layers.append(
      DenseHead(inputs: convolutions.outputChannels, outputs: outputs, dropoutRates: usesDropout ? [0.2] : []),
      as: "classifier")
  }
}

extension NetworkDefinition {
  /// The package's own network.
  public static let galaxy = NetworkDefinition(
    "galaxy", summary: "seven convolutions on small colour galaxies, this package's own", input: [64, 64, 3],
    smallestSide: 16, comesInWidths: true
  ) { GalaxyNetwork(outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier) }
}
