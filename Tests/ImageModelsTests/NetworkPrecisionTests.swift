// How far the convolutions that are used for the sake of speed move a whole network's results.
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// A network with the formula's weights and random statistics, and what it makes of four images.
private struct Sample {
  private let network: any ImageNetwork
  private let images: Tensor
  private let target: Tensor

  init(_ definition: NetworkDefinition) throws {
    var network = try definition.makeNetwork(definition.smallOptions)
    // Without norms, values would dwindle from layer to layer.
    var hasNorms = false
    network.forEachParameter { _, parameter in
      if parameter.role == .statistic { hasNorms = true }
    }
    network.takeFormulaValues(randomStatistics: true, gain: hasNorms ? 1 : 2)
    self.network = network
    images = formulaNumbers(1000, Shape([4] + (try definition.input(definition.smallOptions)).dimensions))
    target = formulaNumbers(2000, [4, 37])
  }

  func inferenceOutput(_ precision: ConvolutionPrecision? = nil) -> Tensor {
    var context = Context.inference
    if let precision { context.precision = precision }
    return network(Variable(images), in: &context).value
  }

  /// The loss in training and its whole gradient.
  func training(_ precision: ConvolutionPrecision? = nil) throws -> (loss: Tensor, gradient: Tensor) {
    var context = Context.training(random: RandomSource(seed: 0))
    if let precision { context.precision = precision }
    var network = network
    let (loss, gradients) = try network.valueWithGradients(in: context) { network, context in
      meanSquaredError(network(Variable(images), in: &context), Variable(target))
    }
    let scalars = gradients.values.sorted { $0.key < $1.key }.flatMap(\.value.scalars)
    return (loss, Tensor([scalars.count], scalars: scalars))
  }
}

@Suite(.serialized) struct NetworkPrecisionTests {
  /// Networks with windows that Winograd's tiles fit, which therefore must differ a little.
  private static let tiled = ["hildebrandt", "lawlor-vgg16", "vgg16"]

  @Test(arguments: NetworkRegistry.all)
  func usualInferenceIsNearExact(_ definition: NetworkDefinition) throws {
    let sample = try Sample(definition)
    let (usual, exact) = (sample.inferenceOutput(), sample.inferenceOutput(.exact))
    #expect(zip(usual.scalars, exact.scalars).allSatisfy { abs($0 - $1) <= 1e-5 })
    if Self.tiled.contains(definition.name) { #expect(usual != exact) }
  }

  /// Rectifiers and pools near a tie decide otherwise after rounding, so a gradient cannot be nearer than that; rules that
  /// are wrong change it by parts in ten.
  ///
  /// Not for Inception v3 on images of a size for tests: through 94 norms in a row over a few pixels, Keras's own float32
  /// gradients are up to two parts in a hundred from float64's.
  @Test(arguments: NetworkRegistry.all.filter { $0.name != "inception-v3" })
  func usualTrainingIsNearExact(_ definition: NetworkDefinition) throws {
    let sample = try Sample(definition)
    let (usual, exact) = (try sample.training(), try sample.training(.exact))
    #expect(usual.loss.relativeError(to: exact.loss) < 1e-5)
    #expect(usual.gradient.relativeError(to: exact.gradient) < 5e-3)
    if Self.tiled.contains(definition.name) { #expect(usual.gradient != exact.gradient) }
  }

  @Test func relaxedTrainingIsWithinItsBounds() throws {
    let sample = try Sample(NetworkRegistry.definition(named: "hildebrandt"))
    let (relaxed, usual, exact) = (try sample.training(.relaxed), try sample.training(), try sample.training(.exact))
    #expect(relaxed.loss.relativeError(to: exact.loss) < 1e-4)
    let error = relaxed.gradient.relativeError(to: exact.gradient)
    #expect(error < 5e-2)
    #expect(error > usual.gradient.relativeError(to: exact.gradient))
  }
}
