// The state of a training run in memory, and its steps.
internal import Files
public import GalaxyZoo
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

/// A run between two epochs: the network, what optimizer, schedule and early stopping remember, and the best loss so far.
public struct TrainingSession: Sendable {
  /// What decides the run.
  public let recipe: Recipe
  /// Galaxies to train on.
  public let training: GalaxyData
  /// Galaxies to validate on.
  public let validation: GalaxyData
  /// The network as it is now.
  public private(set) var current: TrainedNetwork
  /// Lowest validation loss so far, and after which epoch.
  public private(set) var best: (epoch: Int, loss: Double)?
  private var optimizer: any Optimizer
  private var learningRate: LearningRate
  private var earlyStopping = EarlyStopping.Memory()

  /// Whether early stopping has ended the run.
  public var isOver: Bool { earlyStopping.isOver }

  /// A run at its beginning.
  ///
  /// - Throws: `SettingError`, ``LossError``, `UnknownNetworkError` or `NetworkOptionError`.
  public init(recipe: Recipe, training: GalaxyData, validation: GalaxyData) throws {
    try recipe.check()
    var network = try NetworkRegistry.definition(named: recipe.network).makeNetwork(recipe.options)
    network.initializeParameters(seed: recipe.seed)
    self.recipe = recipe
    self.training = training
    self.validation = validation
    current = TrainedNetwork(
      network: network, recipe: recipe, trainingIdentifiers: training.identifiers,
      validationIdentifiers: validation.identifiers, epoch: 0, validationLoss: nil)
    optimizer = recipe.optimizer.makeOptimizer(learningRate: recipe.learningRate)
    learningRate = LearningRate(recipe.learningRate, schedule: recipe.schedule)
  }

  /// What one epoch came to.
  public struct EpochResult: Sendable {
    /// Mean of the training loss over the epoch's images, as the steps saw them.
    public let trainingLoss: Double
    /// Mean of the loss over the validation galaxies after the epoch.
    public let validationLoss: Double
    /// Learning rate of the epoch's last step.
    public let learningRate: Double
    /// Scores on the validation galaxies after the epoch.
    public let scores: ScoreTable
    /// Whether the validation loss is the lowest so far.
    public let isBest: Bool
  }

  /// Trains for one epoch and validates.
  ///
  /// - Parameters:
  ///   - trained: told after every step how many images are done and the epoch's mean loss so far.
  ///   - validated: told, after that, how many validation images are done.
  /// - Throws: ``DivergenceError`` when a loss is no number any more; then the session is spoilt.
  public mutating func runEpoch(
    trained: (_ done: Int, _ loss: Double) -> Void = { _, _ in }, validated: (_ done: Int) -> Void = { _ in }
  ) throws -> EpochResult {
    let epoch = current.epoch + 1
    let source = RandomSource(seed: recipe.seed)
    var order = source.split("order").split(UInt64(epoch))
    let places = order.permutation(training.count)
    let stepsPerEpoch = (places.count + recipe.batchSize - 1) / recipe.batchSize
    var rate = recipe.learningRate
    var lossSum = 0.0
    var done = 0
    while done < places.count {
      let batch = Array(places[done..<min(done + recipe.batchSize, places.count)])
      let context = Context.training(
        random: source.split("dropout").split(UInt64(epoch)).split(UInt64(done)))
      let input = training.input(batch, augmentation: recipe.augmentation, seed: recipe.seed, epoch: epoch)
      rate = learningRate.rate(
        ofStep: (epoch - 1) * stepsPerEpoch + done / recipe.batchSize, stepsPerEpoch: stepsPerEpoch,
        epochs: recipe.epochs)
      optimizer.learningRate = Float(rate)
      let loss = try current.network.trainingStep(
        input: input, target: training.target(batch), loss: recipe.loss, context: context, optimizer: &optimizer)
      guard loss.isFinite else { throw DivergenceError(epoch: epoch, learningRate: rate) }
      done += batch.count
      lossSum += Double(loss) * Double(batch.count)
      trained(done, lossSum / Double(done))
    }
    let (scores, loss) = validate(validated)
    guard loss.isFinite else { throw DivergenceError(epoch: epoch, learningRate: rate) }
    current.epoch = epoch
    current.validationLoss = loss
    let isBest = best.map { loss < $0.loss } ?? true
    if isBest { best = (epoch, loss) }
    learningRate.endEpoch(loss: loss)
    recipe.earlyStopping?.endEpoch(loss: loss, &earlyStopping)
    return EpochResult(
      trainingLoss: lossSum / Double(done), validationLoss: loss, learningRate: rate, scores: scores, isBest: isBest)
  }

  /// Scores and mean loss on the validation galaxies.
  private func validate(_ progress: (_ done: Int) -> Void) -> (scores: ScoreTable, loss: Double) {
    var lossSum = 0.0
    let scores = current.network.scores(on: validation, progress: progress) { outputs, batch in
      let loss = recipe.loss(Variable(outputs), targets: validation.target(batch)).value.scalar
      lossSum += Double(loss) * Double(batch.count)
    }
    // The score is the same loss, summed with more digits.
    let isScore = recipe.loss == .meanSquaredError
    return (scores, isScore ? scores.rmse * scores.rmse : lossSum / Double(validation.count))
  }

  /// Everything that is needed to go on, as the contents of a file.
  func resumableContents() throws -> SafeTensors {
    var contents = try current.contents()
    for (name, tensor) in optimizer.state { contents.tensors[TrainedNetwork.optimizerPrefix + name] = tensor }
    var metadata = CheckpointMetadata(values: contents.metadata, path: "")
    try metadata.encode(learningRate.memory, as: "learningRate")
    try metadata.encode(earlyStopping, as: "earlyStopping")
    if let best {
      try metadata.encode(best.epoch, as: "bestEpoch")
      try metadata.encode(best.loss, as: "bestValidationLoss")
    }
    contents.metadata = metadata.values
    return contents
  }

  /// A run as it was when ``resumableContents()`` was written.
  ///
  /// - Parameter recipe: as it was, but perhaps with another number of epochs.
  /// - Throws: `FileError` where the contents are not all that is needed.
  init(
    resuming contents: SafeTensors, path: String, recipe: Recipe, training: GalaxyData, validation: GalaxyData
  ) throws {
    current = try TrainedNetwork(contents: contents, path: path)
    current.recipe = recipe
    self.recipe = recipe
    self.training = training
    self.validation = validation
    optimizer = recipe.optimizer.makeOptimizer(learningRate: recipe.learningRate)
    let prefix = TrainedNetwork.optimizerPrefix
    let memory = contents.tensors.filter { $0.key.hasPrefix(prefix) }
    do {
      try optimizer.restore(
        Dictionary(uniqueKeysWithValues: memory.map { (String($0.key.dropFirst(prefix.count)), $0.value) }),
        for: current.network)
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
    let metadata = CheckpointMetadata(values: contents.metadata, path: path)
    learningRate = LearningRate(
      recipe.learningRate, schedule: recipe.schedule, memory: try metadata.decode("learningRate"))
    earlyStopping = try metadata.decode("earlyStopping")
    if current.epoch > 0 {
      best = (try metadata.decode("bestEpoch"), try metadata.decode("bestValidationLoss"))
    }
  }
}

/// A run whose loss is no number any more.
public struct DivergenceError: Error, CustomStringConvertible {
  /// The epoch in which it happened.
  public let epoch: Int
  /// Size of the steps.
  public let learningRate: Double

  /// One line for the user.
  public var description: String {
    "the loss became infinite or not a number in epoch \(epoch); the learning rate \(learningRate) may be too high"
  }
}

extension Layer {
  /// One step of the optimizer along the gradient of the loss; returns the loss before the step.
  mutating func trainingStep(
    input: Tensor, target: Tensor, loss: Loss, context: Context, optimizer: inout any Optimizer
  ) throws -> Float {
    let (value, gradients) = try valueWithGradients(in: context) { network, context in
      loss(network(Variable(input), in: &context), targets: target)
    }
    optimizer.update(&self, along: gradients)
    return value.scalar
  }

  /// Predictions for the given images.
  ///
  /// - Shape: input [N, H, W, C] → [N, outputs].
  func prediction(_ input: Tensor) -> Tensor {
    var context = Context.inference
    return self(Variable(input), in: &context).value
  }

  /// Scores of the network's predictions for all galaxies of `data`.
  ///
  /// - Parameter predicted: told every batch's predictions and which galaxies they are for.
  func scores(
    on data: GalaxyData, progress: (_ done: Int) -> Void = { _ in },
    predicted: (_ outputs: Tensor, _ batch: [Int]) -> Void = { _, _ in }
  ) -> ScoreTable {
    var scores = Scores()
    progress(0)
    for start in stride(from: 0, to: data.count, by: inferenceBatchSize) {
      let batch = Array(start..<min(start + inferenceBatchSize, data.count))
      let outputs = prediction(data.input(batch))
      predicted(outputs, batch)
      let output = outputs.scalars
      for (slot, index) in batch.enumerated() {
        let columns = DecisionTree.columnCount
        scores.add(prediction: output[slot * columns..<(slot + 1) * columns], truth: data.row(index))
      }
      progress(start + batch.count)
    }
    return scores.table
  }
}

/// Images that evaluation and prediction give the network at a time.
let inferenceBatchSize = 64
