// The state of a training run in memory, and its steps.
internal import DataFiles
internal import ImageDatasets
public import ImageModels
internal import NeuralNetwork
internal import Preconditions
internal import Tensors

/// A run between two epochs: the network, what optimizer, schedule and early stopping remember, and the best loss so far.
public struct TrainingSession: Sendable {
  /// What decides the run.
  public let recipe: Recipe
  /// Images to train on.
  public let training: PreparedImages
  /// Images to validate on.
  public let validation: PreparedImages
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
  /// - Parameters:
  ///   - recipe: with as many outputs as the targets have.
  ///   - network: with the weights to begin with; those that belong to the recipe's seed if nil.
  /// - Throws: what ``Recipe/check()`` throws, or `FreezingError`.
  public init(
    recipe: Recipe, network: (any ImageNetwork)? = nil, training: PreparedImages, validation: PreparedImages
  ) throws {
    try recipe.check()
    let outputs = training.targets.outputs
    require(
      recipe.task == training.targets.task && recipe.options.outputs == outputs.names.count,
      "TrainingSession: a recipe of \(recipe.options.outputs) outputs for \(recipe.task), but images of "
        + "\(outputs.names.count) for \(training.targets.task)")
    let network = try network ?? recipe.makeStartingNetwork()
    self.recipe = recipe
    self.training = training
    self.validation = validation
    current = TrainedNetwork(
      network: network, recipe: recipe, outputs: outputs, trainingIdentifiers: training.identifiers,
      validationIdentifiers: validation.identifiers, epoch: 0, validationLoss: nil)
    optimizer = recipe.optimizer.makeOptimizer(learningRate: recipe.learningRate)
    learningRate = LearningRate(recipe.learningRate, schedule: recipe.schedule)
  }

  /// What one epoch came to.
  public struct EpochResult: Sendable {
    /// Mean of the training loss over the epoch's images, as the steps saw them.
    public let trainingLoss: Double
    /// Mean of the loss over the validation images after the epoch.
    public let validationLoss: Double
    /// Learning rate of the epoch's last step.
    public let learningRate: Double
    /// Scores on the validation images after the epoch.
    public let scores: TaskScores
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
      var context = Context.training(
        random: source.split("dropout").split(UInt64(epoch)).split(UInt64(done)))
      context.precision = recipe.precision
      let input = training.input(batch, augmentation: recipe.augmentation, seed: recipe.seed, epoch: epoch)
      rate = learningRate.rate(
        ofStep: (epoch - 1) * stepsPerEpoch + done / recipe.batchSize, stepsPerEpoch: stepsPerEpoch,
        epochs: recipe.epochs)
      optimizer.learningRate = Float(rate)
      let loss = try current.network.trainingStep(
        input: input, target: training.targets.tensor(batch), loss: recipe.loss,
        labelSmoothing: recipe.labelSmoothing, context: context, optimizer: &optimizer)
      guard loss.isFinite else { throw DivergenceError(epoch: epoch, learningRate: rate) }
      done += batch.count
      lossSum += Double(loss) * Double(batch.count)
      trained(done, lossSum / Double(done))
    }
    let (scores, loss) = current.network.scores(on: validation, loss: recipe.loss, progress: validated)
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
  /// - Parameters:
  ///   - stopped: the network in the contents.
  ///   - recipe: as it was, but perhaps with another number of epochs.
  /// - Throws: `FileError` where the contents are not all that is needed.
  init(
    resuming stopped: TrainedNetwork, contents: SafeTensors, path: String, recipe: Recipe, training: PreparedImages,
    validation: PreparedImages
  ) throws {
    current = stopped
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

extension ImageNetwork {
  /// One step of the optimizer along the gradient of the loss; returns the loss before the step.
  mutating func trainingStep(
    input: Tensor, target: Tensor, loss: Loss, labelSmoothing: Double = 0, context: Context,
    optimizer: inout any Optimizer
  ) throws -> Float {
    let (value, gradients) = try valueWithGradients(in: context) { network, context in
      loss(
        logits: network.logits(Variable(input), in: &context), head: network.head, targets: target,
        labelSmoothing: labelSmoothing)
    }
    optimizer.update(&self, along: gradients)
    return value.scalar
  }
}
