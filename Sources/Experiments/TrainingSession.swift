// The state of a training run in memory, and its steps.
internal import Files
public import GalaxyZoo
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

/// A run between two epochs: the network, the optimizer's memory and the best network so far.
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
  private var optimizer: Adam

  /// A run at its beginning.
  public init(recipe: Recipe, training: GalaxyData, validation: GalaxyData) throws {
    var network = try NetworkRegistry.definition(named: recipe.network).makeNetwork(recipe.options)
    network.initializeParameters(seed: recipe.seed)
    self.recipe = recipe
    self.training = training
    self.validation = validation
    current = TrainedNetwork(
      network: network, recipe: recipe, trainingIdentifiers: training.identifiers,
      validationIdentifiers: validation.identifiers, epoch: 0, validationLoss: nil)
    optimizer = Adam(learningRate: Float(recipe.learningRate))
  }

  /// What one epoch came to.
  public struct EpochResult: Sendable {
    /// Mean of the training loss over the epoch's images, as the steps saw them.
    public let trainingLoss: Double
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
    var lossSum = 0.0
    var done = 0
    while done < places.count {
      let batch = Array(places[done..<min(done + recipe.batchSize, places.count)])
      let context = Context.training(
        random: source.split("dropout").split(UInt64(epoch)).split(UInt64(done)))
      let input = training.input(batch, augmentation: recipe.augmentation, seed: recipe.seed, epoch: epoch)
      let loss = try current.network.trainingStep(
        input: input, target: training.target(batch), context: context, optimizer: &optimizer)
      guard loss.isFinite else { throw DivergenceError(epoch: epoch, learningRate: recipe.learningRate) }
      done += batch.count
      lossSum += Double(loss) * Double(batch.count)
      trained(done, lossSum / Double(done))
    }
    let scores = current.network.scores(on: validation, progress: validated)
    let loss = scores.rmse * scores.rmse
    guard loss.isFinite else { throw DivergenceError(epoch: epoch, learningRate: recipe.learningRate) }
    current.epoch = epoch
    current.validationLoss = loss
    let isBest = best.map { loss < $0.loss } ?? true
    if isBest { best = (epoch, loss) }
    return EpochResult(trainingLoss: lossSum / Double(done), scores: scores, isBest: isBest)
  }

  /// Everything that is needed to go on, as the contents of a file.
  func resumableContents() throws -> SafeTensors {
    var contents = try current.contents()
    for (name, tensor) in optimizer.state { contents.tensors[TrainedNetwork.optimizerPrefix + name] = tensor }
    if let best {
      contents.metadata["bestEpoch"] = "\(best.epoch)"
      contents.metadata["bestValidationLoss"] = "\(best.loss)"
    }
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
    optimizer = Adam(learningRate: Float(recipe.learningRate))
    let prefix = TrainedNetwork.optimizerPrefix
    let memory = contents.tensors.filter { $0.key.hasPrefix(prefix) }
    do {
      try optimizer.restore(
        Dictionary(uniqueKeysWithValues: memory.map { (String($0.key.dropFirst(prefix.count)), $0.value) }),
        for: current.network)
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
    if let epoch = contents.metadata["bestEpoch"].flatMap(Int.init),
      let loss = contents.metadata["bestValidationLoss"].flatMap(Double.init)
    {
      best = (epoch, loss)
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
  /// One step of the optimizer along the gradient of the mean squared error; returns the loss before the step.
  mutating func trainingStep(
    input: Tensor, target: Tensor, context: Context, optimizer: inout Adam
  ) throws -> Float {
    let (loss, gradients) = try valueWithGradients(in: context) { network, context in
      meanSquaredError(network(Variable(input), in: &context), Variable(target))
    }
    optimizer.update(&self, along: gradients)
    return loss.scalar
  }

  /// Predictions for the given images.
  ///
  /// - Shape: input [N, H, W, C] → [N, outputs].
  func prediction(_ input: Tensor) -> Tensor {
    var context = Context.inference
    return self(Variable(input), in: &context).value
  }

  /// Scores of the network's predictions for all galaxies of `data`.
  func scores(on data: GalaxyData, progress: (_ done: Int) -> Void = { _ in }) -> ScoreTable {
    var scores = Scores()
    progress(0)
    for start in stride(from: 0, to: data.count, by: inferenceBatchSize) {
      let batch = Array(start..<min(start + inferenceBatchSize, data.count))
      let output = prediction(data.input(batch)).scalars
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
