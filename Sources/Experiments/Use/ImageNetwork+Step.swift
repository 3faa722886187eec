// One training step of an image network.
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

extension ImageNetwork {
  /// One step of the optimizer along the gradient of the loss, where that is a finite number; returns the loss before the
  /// step.
  ///
  /// In several parts, a batch needs the memory of one part. Loss and gradients are the means over the parts, weighted by
  /// their images: those of the whole batch but for rounding, unless the network has a batch norm, which sees a part at a
  /// time, or targets are missing, which counts within a part. Every part has chance of its own.
  ///
  /// - Parameter parts: how many parts the batch is computed in, one after the other.
  mutating func step(
    input: Tensor, targets: Targets, loss: Loss, labelSmoothing: Double = 0, context: Context,
    optimizer: inout any Optimizer, parts: Int = 1, combine: (inout ParameterGradients) throws -> Void = { _ in }
  ) throws -> Float {
    let count = input.shape[0]
    let size = (count + parts - 1) / parts
    var total: (loss: Float, gradients: ParameterGradients)?
    for start in stride(from: 0, to: count, by: size) {
      let rows = start..<min(start + size, count)
      var context = context
      if parts > 1 { context.random = context.random.split("part").split(UInt64(start / size)) }
      let isWhole = rows.count == count
      var (value, gradients) = try valueWithGradients(
        input: isWhole ? input : input.rows(rows), targets: isWhole ? targets : targets.rows(rows), loss: loss,
        labelSmoothing: labelSmoothing, context: context)
      guard value.isFinite else { return value }
      if !isWhole {
        let share = Float(rows.count) / Float(count)
        value *= share
        gradients *= share
      }
      if total == nil {
        total = (value, gradients)
      } else {
        total?.loss += value
        total?.gradients += gradients
      }
    }
    guard var total else { fatalError("ImageNetwork.step: a batch without images") }
    try combine(&total.gradients)
    optimizer.update(&self, along: total.gradients)
    return total.loss
  }

  private mutating func valueWithGradients(
    input: Tensor, targets: Targets, loss: Loss, labelSmoothing: Double, context: Context
  ) throws -> (loss: Float, gradients: ParameterGradients) {
    let (value, gradients) = try valueWithGradients(in: context) { network, context in
      loss(
        logits: network.logits(Variable(input), in: &context), output: network.output, targets: targets,
        labelSmoothing: labelSmoothing)
    }
    return (value.scalar, gradients)
  }
}

extension Targets {
  /// Those of some images.
  func rows(_ rows: Range<Int>) -> Targets { Targets(values.rows(rows), weights: weights?.rows(rows)) }
}
