// The package's own network for galaxies.
public import NeuralNetwork
internal import Tensors

/// Seven oriented convolutions on small colour images, chosen for what it learns in minutes on an ordinary processor.
///
/// Convolution → batch norm → ReLU, a max-pool behind every other of them: the shape of VGG (Simonyan and Zisserman 2015) in
/// the sizes that the package computes fastest, with every filter in the eight orientations of the square (Cohen and Welling
/// 2016). The means over the image are mixed by a last oriented block, and then over orientations, so that predictions are the
/// same for all flips and quarter turns of an image. `Benchmarks/learning.md` has what was tried beside it. 221,985 parameters
/// with 37 outputs.
///
/// - Shape: [N, H, W, 3] → [N, outputs]; 64 pixels a side unless options say otherwise.
public struct GalaxyNetwork: ImageNetwork {
  // Channels in one orientation.
  private static let blocks: [(kernelSize: Int, fields: Int, pool: Int)] = [
    (5, 4, 2), (3, 8, 1), (3, 8, 2), (3, 16, 1), (3, 16, 2), (3, 32, 1), (3, 32, 1),
  ]
  private static let mixedFields = 256

  public var layers = Sequential()
  public var output: OutputFunction

  /// The network for the given number of outputs, with `widthMultiplier` times the channels of the table, rounded down.
  public init(
    outputs: Int = 37, output: OutputFunction = .sigmoid, widthMultiplier: Double = 1, usesDropout: Bool = true
  ) {
    self.output = output
    var channels = 3
    func block(_ kernelSize: Int, _ fields: Int, _ pool: Int = 1) -> ConvolutionBlock {
      let convolution = OrientedConv2D(
        inputChannels: channels, isInputOriented: channels != 3,
        fields: roundedDown(fields, times: widthMultiplier), kernelSize: kernelSize, usesBias: false)
      channels = convolution.outputChannels
      return ConvolutionBlock(convolution, poolSize: pool, momentum: 0.9)
    }
    for row in Self.blocks { layers.append(block(row.kernelSize, row.fields, row.pool), toList: "features") }
    layers.append(GlobalAveragePool2D(keepingAxes: true), as: "pool")
    let mixing = block(1, Self.mixedFields)
    layers.append(mixing, as: "mixing")
    layers.append(OrientationMean(), as: "orientations")
    layers.append(Flatten(), as: "flatten")
    layers.append(
      DenseHead(
        inputs: mixing.convolution.fields, outputs: outputs, dropoutRates: usesDropout ? [0.2] : []),
      as: "classifier")
  }
}

extension NetworkDefinition {
  /// The package's own network.
  public static let galaxy = NetworkDefinition(
    "galaxy", summary: "seven convolutions in eight orientations on small colour galaxies, this package's own",
    input: [64, 64, 3], smallestSide: 16, comesInWidths: true
  ) { GalaxyNetwork(outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier) }
}
