// One training step of an image network.
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

extension ImageNetwork {
  /// One step of the optimizer along the gradient of the loss, where that is a finite number; returns the loss before the
  /// step.
  mutating func step(
    input: Tensor, targets: Targets, loss: Loss, labelSmoothing: Double = 0, context: Context,
    optimizer: inout any Optimizer, combine: (inout ParameterGradients) throws -> Void = { _ in }
  ) throws -> Float {
    var (value, gradients) = try valueWithGradients(in: context) { network, context in
      loss(
        logits: network.logits(Variable(input), in: &context), output: network.output, targets: targets,
        labelSmoothing: labelSmoothing)
    }
    guard value.scalar.isFinite else { return value.scalar }
    try combine(&gradients)
    optimizer.update(&self, along: gradients)
    return value.scalar
  }
}
