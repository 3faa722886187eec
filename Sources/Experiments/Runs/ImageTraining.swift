// One image network with its optimizer, as a training loop trains it.
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

/// The training of an image network by a recipe.
struct ImageTraining: Trainable {
  /// The network as it is now, with everything that its checkpoint holds.
  var trained: TrainedNetwork
  private var optimizer: any Optimizer
  /// The moving average of the weights; nil where the recipe has none.
  private var average: (any NetworkAverage)?
  private let labelDigests: LabelDigests
  /// Whether the memory that batches of another size took is given back before a batch, where a process has a limit.
  private let isFrugal: Bool
  /// Images in the last step's batch.
  private var batchSize = 0
  private let answers = HeldOutAnswers()

  private var recipe: Recipe { trained.recipe }

  /// The training of a network whose split has these labels.
  init(_ trained: TrainedNetwork, labelDigests: LabelDigests, memory: ImageMemory = .unlimited) {
    self.trained = trained
    self.labelDigests = labelDigests
    isFrugal = memory.isOfProcess
    optimizer = trained.recipe.optimizer.makeOptimizer(learningRate: trained.recipe.learningRate)
    average = trained.recipe.averageWeights.map { trained.network.makeAverage(decay: $0) }
  }

  mutating func step(_ batch: ImageBatch, at step: TrainingStep) throws -> Measurements {
    if isFrugal, batch.labels.count != batchSize {
      MemoryStatistics.trim()
      batchSize = batch.labels.count
    }
    var context = step.context
    context.precision = recipe.precision
    optimizer.learningRate = Float(step.learningRate)
    let loss = try trained.network.step(
      input: batch.input, targets: trained.task.targets(batch.labels), loss: recipe.loss,
      labelSmoothing: recipe.labelSmoothing, context: context, optimizer: &optimizer, parts: recipe.accumulate,
      combine: step.combine)
    if loss.isFinite { average?.move(towards: trained.network) }
    return ["loss": Double(loss)]
  }

  /// What is measured and kept of the best epoch: the averaged network, where there is one.
  private var presented: TrainedNetwork {
    guard let average else { return trained }
    var presented = trained
    presented.network = average.network
    return presented
  }

  func measure(_ batches: BatchSequence<ImageBatch>) throws -> Measurements {
    if isFrugal { MemoryStatistics.trim() }
    defer { if isFrugal { MemoryStatistics.trim() } }
    answers.removeAll()
    var measurements = try presented.measurements(on: batches, onAnswers: answers.append)
    guard average != nil else { return measurements }
    let ofWeights = try trained.measurements(on: batches)
    for (name, value) in zip(ofWeights.names, ofWeights.values) { measurements["unaveraged_\(name)"] = value }
    return measurements
  }

  /// The answers of the network that was last measured, one row an image; nil where these were not so many.
  func heldOutAnswers(count: Int) -> [[Float]]? {
    let latest = answers.latest
    return latest.count == count ? latest : nil
  }

  func result() throws -> SafeTensors { try presented.contents() }

  func state() throws -> SafeTensors {
    var contents = try trained.contents()
    if let average { contents[prefix: TrainedNetwork.averagePrefix] = average.state }
    contents[prefix: TrainedNetwork.optimizerPrefix] = optimizer.state
    contents.metadata[Self.labelDigestsKey] = labelDigests.text
    return contents
  }

  /// The digests in a checkpoint; nil where it was written before there were any.
  static func labelDigests(in state: SafeTensors) -> LabelDigests? {
    state.metadata[labelDigestsKey].map(LabelDigests.init(text:))
  }

  private static let labelDigestsKey = "labelDigests"

  mutating func restore(_ state: SafeTensors) throws {
    try trained.network.load(TrainedNetwork.weights(in: state))
    try average?.restore(state[prefix: TrainedNetwork.averagePrefix])
    try trained.network.restore(&optimizer, from: state[prefix: TrainedNetwork.optimizerPrefix])
  }
}

extension TrainedNetwork {
  fileprivate func measurements(
    on batches: BatchSequence<ImageBatch>, onAnswers: (Tensor) -> Void = { _ in }
  ) throws -> Measurements {
    let (scores, loss) = try scores(on: batches, onAnswers: onAnswers)
    var measurements: Measurements = ["loss": loss]
    let others = scores.measurements
    for (name, value) in zip(others.names, others.values) { measurements[name] = value }
    return measurements
  }
}

extension ImageNetwork {
  fileprivate func restore(_ optimizer: inout any Optimizer, from state: [String: Tensor]) throws {
    try optimizer.restore(state, for: self)
  }
}
