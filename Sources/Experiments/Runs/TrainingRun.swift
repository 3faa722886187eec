// A training run from data to finished files.
internal import DataFiles
internal import Foundation
public import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Reports
public import Training

/// A run with its folder: after every epoch its files say all that is needed to go on.
///
/// ```swift
/// let configuration = RunConfiguration(data: DataSet(images: folder + "/images"), recipe: recipe)
/// var run = try TrainingRun(configuration, in: RunFolder(path: folder + "/run"), overwriting: false)
/// try run.finish()
/// ```
public struct TrainingRun: Sendable {
  /// What it was asked to do.
  public let configuration: RunConfiguration
  /// Where its files are.
  public let folder: RunFolder
  let networks: NetworkRegistry
  /// All its images with their labels, those for training and those held out.
  let data: RunData
  private var loop: TrainingLoop<ImageTraining>

  /// Epochs that are done.
  public var epoch: Int { loop.epoch }
  /// Images to train on.
  public var trainingCount: Int { loop.training.count }
  /// Images to validate on.
  public var validationCount: Int { loop.validation?.count ?? 0 }
  /// The epochs so far.
  public var history: [EpochRecord] { loop.history.epochs }
  /// The epoch of lowest validation loss so far, whose network is the best checkpoint.
  public var best: EpochRecord? { history.best(by: "loss") }

  /// The network as it is now.
  public var current: TrainedNetwork {
    var trained = loop.trainable.trained
    trained.epoch = loop.epoch
    trained.validationLoss = loop.lastValue
    return trained
  }

  /// Reads the data of a new run and writes its first files; the starting weights are its first checkpoint.
  ///
  /// - Parameters:
  ///   - configuration: what to train, on which data.
  ///   - networks: the networks that its recipe may name.
  ///   - folder: where the files of the run go.
  ///   - overwriting: whether a run that is in the folder already is replaced.
  ///   - badImages: whether images that cannot be used are left out or end the run before it begins, as `mean` does, too:
  ///     an image of means would teach nothing.
  ///   - onEvent: called on the calling thread with what the run has to report.
  /// - Throws: an error of one line; where data are at fault, no file has been written or removed.
  public init(
    _ configuration: RunConfiguration, networks: NetworkRegistry = .standard, in folder: RunFolder, overwriting: Bool,
    badImages: BadImagePolicy = .skip, onEvent: (RunEvent) -> Void = { _ in }
  ) throws {
    var configuration = configuration
    try configuration.data.check()
    try configuration.recipe.check(networks: networks)
    if !overwriting { try folder.refuseRun() }
    let type = LearningTasks.task(of: configuration.recipe.options.output)
    let read: (task: any LearningTask, images: LabelledImages<[Float]>) = try type.read(configuration.data)
    for line in read.task.summary(of: read.images) { onEvent(.note(line)) }
    configuration.recipe.options.outputs = read.task.outputs.names.count
    configuration.recipe.options.output = read.task.completed(configuration.recipe.options.output)
    let weights = try configuration.initialWeights.map { try InitialWeights(path: $0, networks: networks) }
    if let note = weights?.adjustPixels(of: &configuration.recipe) { onEvent(.note(note)) }
    let recipe = configuration.recipe
    let network =
      try weights?.network(for: recipe, networks: networks) { onEvent(.note($0)) }
      ?? recipe.makeStartingNetwork(networks: networks)
    try folder.create()
    let former = try configuration.split.map { try TrainedNetwork(path: $0, networks: networks) }
    data = try RunData(
      read.images.sampled(recipe.limit, seed: recipe.seedOfSplit), recipe: recipe, task: read.task,
      splitOf: former, badImages: badImages, onEvent: onEvent)
    let trained = TrainedNetwork(
      network: network, recipe: recipe, task: read.task.fitted(to: data.training.labels),
      trainingIdentifiers: data.training.identifiers, validationIdentifiers: data.validation.identifiers)
    loop = data.loop(ImageTraining(trained), recipe: recipe, in: folder)
    self.configuration = configuration
    self.folder = folder
    self.networks = networks
    try folder.removeRun()
    try folder.write(configuration)
    try loop.writeState()
  }

  /// Takes up a run where it stopped.
  ///
  /// - Parameters:
  ///   - folder: where the files of the run are.
  ///   - networks: the networks that its recipe may name.
  ///   - epochs: a new number of epochs in all, not below those it has; the run's own if nil.
  ///   - onEvent: called on the calling thread with what the run has to report.
  /// - Throws: an error of one line where its files or the data have changed.
  public init(
    resuming folder: RunFolder, networks: NetworkRegistry = .standard, epochs: Int? = nil,
    onEvent: (RunEvent) -> Void = { _ in }
  ) throws {
    var configuration = try folder.readConfiguration(networks: networks)
    if let epochs { configuration.recipe.epochs = epochs }
    let contents = try SafeTensors(path: folder.last)
    let stopped = try TrainedNetwork(contents: contents, path: folder.last, networks: networks)
    let recipe = configuration.recipe
    try Self.check(recipe, goesOnWith: stopped, in: folder)
    let all = try stopped.task.read(
      configuration.data, only: stopped.trainingIdentifiers + stopped.validationIdentifiers)
    data = try RunData(all, of: stopped, onEvent: onEvent)
    var trained = stopped
    trained.recipe = recipe
    loop = data.loop(ImageTraining(trained), recipe: recipe, in: folder)
    self.configuration = configuration
    self.folder = folder
    self.networks = networks
    try loop.resume(from: contents, path: folder.last)
    if recipe != stopped.recipe {
      // Equal recipes give equal checkpoints, also where one was carried out in two goes.
      if loop.best != nil {
        var best = try TrainedNetwork(path: folder.best, networks: networks)
        best.recipe = recipe
        try best.write(to: folder.best)
      }
      try loop.writeState()
    }
    try folder.write(configuration)
  }

  private static func check(_ recipe: Recipe, goesOnWith stopped: TrainedNetwork, in folder: RunFolder) throws {
    var same = stopped.recipe
    same.epochs = recipe.epochs
    guard same == recipe else {
      throw FileError(path: folder.configuration, problem: "does not belong to \(folder.last): their recipes differ")
    }
    // Before any image is read.
    do {
      try recipe.plan.check(goesOnWith: stopped.recipe.plan, after: stopped.epoch)
    } catch {
      throw FileError(path: folder.path, problem: "\(error)")
    }
  }

  /// Trains until the recipe's number of epochs is reached, early stopping ends the run or the time is up, and writes the
  /// report.
  ///
  /// - Parameters:
  ///   - deadline: no epoch begins that would end later, if it took as long as the longest of this go; one is trained
  ///     in any case.
  ///   - onEvent: called on the calling thread with what the run has to report.
  /// - Throws: an error of one line; the files then are those of the last finished epoch.
  @discardableResult public mutating func finish(
    by deadline: ContinuousClock.Instant? = nil, onEvent: (RunEvent) -> Void = { _ in }
  ) throws -> TrainingEnd {
    let end = try loop.run(by: deadline) { event in
      switch event {
      case .progress(let progress): onEvent(.progress(progress))
      case .epoch(let record, let isBest): onEvent(.epoch(record, isBest: isBest))
      }
    }
    let best = loop.best == nil ? current : try TrainedNetwork(path: folder.best, networks: networks)
    let report = try page(best: best) { onEvent(.progress($0)) }
    try AtomicFile.write(report.html(), to: folder.report)
    return end
  }
}
