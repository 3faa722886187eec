// Snippets about the training loop: a network with its optimizer as something that a loop can train.
import NeuralNetwork
import Tensors
import Training

struct Regression: Trainable {
  var network: Sequential
  var optimizer = Adam()

  mutating func step(_ batch: (input: Tensor, target: Tensor), at step: TrainingStep) throws -> Measurements {
    optimizer.learningRate = Float(step.learningRate)
    var (loss, gradients) = try network.valueWithGradients(in: step.context) { network, context in
      meanSquaredError(network(Variable(batch.input), in: &context), targets: batch.target)
    }
    try step.combine(&gradients)
    optimizer.update(&network, along: gradients)
    return ["loss": Double(loss.scalar)]
  }

  func measure(_ batches: BatchSequence<(input: Tensor, target: Tensor)>) throws -> Measurements {
    var error = RootMeanSquaredError()
    try batches.forEach { batch in error.add(network.prediction(for: batch.input), target: batch.target) }
    return ["loss": error.value * error.value, "rmse": error.value]
  }

  func state() throws -> SafeTensors {
    SafeTensors(["network": network.tensors, "optimizer": optimizer.state])
  }

  mutating func restore(_ state: SafeTensors) throws {
    try network.load(state[prefix: "network"])
    try optimizer.restore(state[prefix: "optimizer"], for: network)
  }
}

func trainInALoop(in folder: String) throws {
  var random = RandomSource(seed: 1)
  let targets = Tensor.uniform([40, 1], using: &random)
  let images = targets.reshaped(to: [40, 1, 1, 1]) * Tensor.ones([40, 8, 8, 1])
  var network = Sequential([("flatten", Flatten()), ("head", Dense(inputs: 64, outputs: 1))])
  network.initializeParameters(seed: 2)

  let training = BatchSource(count: 30) { indices, epoch in
    (input: images.gathered(indices), target: targets.gathered(indices))
  }
  let heldOut = BatchSource(count: 10) { indices, epoch in
    (input: images.rows(30..<40).gathered(indices), target: targets.rows(30..<40).gathered(indices))
  }
  let plan = TrainingPlan(epochs: 30, batchSize: 10, learningRate: 1e-2, schedule: .cosine(warmUp: 0.1))
  var loop = try TrainingLoop(
    Regression(network: network), plan: plan, training: training, validation: heldOut,
    in: RunFolder(path: folder + "/run"))
  try loop.run { event in
    if case .epoch(let record, let isBest) = event, isBest {
      print("epoch \(record.epoch): held-out RMSE \(record.validation["rmse"] ?? .nan)")
    }
  }

  let best = try SafeTensors(path: RunFolder(path: folder + "/run").best)
  try network.load(best[prefix: "network"])

  let losses = loop.history.epochs.compactMap { $0.validation["loss"] }
  precondition(losses.count == 30 && losses[29] < losses[0] / 4, "the held-out loss did not fall: \(losses)")
  precondition(network.prediction(for: images).shape == [40, 1])

  let measurements: Measurements = ["loss": 0.021, "rmse": 0.145]
  precondition(measurements["rmse"] == 0.145 && measurements.names == ["loss", "rmse"])
}
