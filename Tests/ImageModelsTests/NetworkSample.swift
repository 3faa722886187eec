// What a network makes of a few images, from weights and images that a formula gives.
import ImageModels
import NeuralNetwork
import Tensors

/// A network with the formula's weights and random statistics, and what it makes of four images.
struct NetworkSample {
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
