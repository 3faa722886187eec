// The smallest thing that a loop can train: a line through points.
import NeuralNetwork
import Tensors
import Training

/// A dense layer that learns y = 2x + 1 from numbers; its loss is chosen by the test.
struct LineFit: Trainable {
  var layer = Dense(inputs: 1, outputs: 1)
  var optimizer = Adam()
  /// What every step is multiplied by: not a number spoils the training.
  var factor: Float = 1
  /// Whether a batch with something that is no number is passed over, by this and not by the loop.
  var passesOverBadBatches = false
  /// The step before which training ends by an error, as by a crash; none if nil.
  var crashesBefore: Int?
  /// The steps' numbers and learning rates, as the loop told them.
  var steps: [(epoch: Int, index: Int, rate: Double)] = []

  init() { layer.initializeParameters(seed: 1) }

  static let points = (0..<10).map { Float($0) / 10 }

  static var source: BatchSource<[Float]> { source() }

  /// The points, the one of an index not a number in training.
  static func source(bad: Int? = nil) -> BatchSource<[Float]> {
    BatchSource(count: points.count) {
      "point \($0)"
    } make: { indices, epoch in
      indices.map { epoch == nil ? points[$0] : $0 == bad ? .nan : points[$0] + 0.001 }
    }
  }

  struct Crash: Error {}

  private static func loss(
    _ points: [Float], _ layer: Dense, times factor: Float, in context: inout Context
  ) -> Variable {
    let input = Variable(Tensor([points.count, 1], scalars: points))
    let target = Variable(Tensor([points.count, 1], scalars: points.map { 2 * $0 + 1 }))
    return meanSquaredError(layer(input, in: &context), target) * factor
  }

  mutating func step(_ batch: [Float], at step: TrainingStep) throws -> Measurements {
    if step.index == crashesBefore { throw Crash() }
    if passesOverBadBatches, batch.contains(where: \.isNaN) { return ["loss": 0] }
    steps.append((step.epoch, step.index, step.learningRate))
    optimizer.learningRate = Float(step.learningRate)
    var (value, gradients) = try layer.valueWithGradients(in: step.context) { [factor] layer, context in
      Self.loss(batch, layer, times: factor, in: &context)
    }
    try step.combine(&gradients)
    optimizer.update(&layer, along: gradients)
    return ["loss": Double(value.scalar)]
  }

  func measure(_ batches: BatchSequence<[Float]>) throws -> Measurements {
    var (sum, count) = (0.0, 0)
    try batches.forEach { batch in
      var context = Context.inference
      sum += Double(Self.loss(batch, layer, times: factor, in: &context).value.scalar) * Double(batch.count)
      count += batch.count
    }
    return ["loss": sum / Double(count), "count": Double(count)]
  }

  func state() throws -> SafeTensors {
    var contents = SafeTensors(tensors: layer.tensors)
    contents[prefix: "optimizer"] = optimizer.state
    return contents
  }

  mutating func restore(_ state: SafeTensors) throws {
    try layer.load(state.dropping(prefix: "optimizer"))
    try optimizer.restore(state[prefix: "optimizer"], for: layer)
  }

  func result() throws -> SafeTensors { SafeTensors(tensors: layer.tensors) }
}
