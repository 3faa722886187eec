// A training run from data to finished files.
internal import DataFiles
internal import Foundation
public import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Reports
public import Training

/// A run with its folder: after every epoch, and within long ones, its files say all that is needed to go on.
///
/// ```swift
/// let configuration = RunConfiguration(data: DataSet(images: folder + "/images"), recipe: recipe)
/// var run = try TrainingRun(configuration, in: RunFolder(path: folder + "/run"), overwriting: false)
/// try run.finish()
/// ```
public struct TrainingRun: Sendable {
  /// What it was asked to do.
  public private(set) var configuration: RunConfiguration
  /// Where its files are.
  public let folder: RunFolder
  let networks: NetworkRegistry
  /// All its images with their labels, those for training and those held out.
  let data: RunData
  private var loop: TrainingLoop<ImageTraining>
  /// Keeps other processes out of the folder.
  private let lock: RunLock?

  /// Epochs that are done.
  public var epoch: Int { loop.epoch }
  /// Images of the next epoch that are done.
  public var imagesOfUnfinishedEpoch: Int { loop.itemsOfUnfinishedEpoch }
  /// The seconds that are left of the time that the run was fitted to; nil where there is none, or nothing is left of it.
  public var secondsLeft: Double? {
    configuration.timeLimit.map { $0 - loop.seconds }.flatMap { $0 > 0 ? $0 : nil }
  }
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
  /// A run that is in the folder already stays as it is until the new one has its first checkpoint.
  ///
  /// - Parameters:
  ///   - configuration: what to train, on which data.
  ///   - networks: the networks that its recipe may name.
  ///   - folder: where the files of the run go.
  ///   - overwriting: whether a run that is in the folder already is replaced.
  ///   - timeLimit: the time that the run has; where its schedule comes down with the number of epochs, these are chosen so
  ///     that it does in that time, after a few steps were measured, and with them the size of images, where larger ones are
  ///     known to teach more in it.
  ///   - badImages: whether images that cannot be used are left out or end the run before it begins, as `mean` does, too:
  ///     an image of means would teach nothing.
  ///   - memory: how much memory the images may take.
  ///   - onEvent: called on the calling thread with what the run has to report.
  /// - Throws: an error of one line, also where another process trains in the folder; no file has been written or removed
  ///   then.
  public init(
    _ configuration: RunConfiguration, networks: NetworkRegistry = .standard, in folder: RunFolder, overwriting: Bool,
    timeLimit: TimeLimit? = nil, badImages: BadImagePolicy = .skip, memory: ImageMemory = .unlimited,
    onEvent: (RunEvent) -> Void = { _ in }
  ) throws {
    try configuration.data.check()
    try configuration.recipe.check(networks: networks)
    var lock = try folder.open()
    if !overwriting { try folder.refuseRun(networks: networks) }
    let material = try RunMaterial.settled(
      configuration, networks: networks, in: timeLimit, badImages: badImages, memory: memory, onEvent: onEvent
    ) {
      try folder.create()
      guard lock == nil else { return }
      lock = try folder.open()
      // Another process may have made a run in the meantime.
      if !overwriting { try folder.refuseRun(networks: networks) }
    }
    data = material.data
    loop = data.loop(material.training, recipe: material.configuration.recipe, in: folder)
    self.configuration = material.configuration
    self.folder = folder
    self.networks = networks
    self.lock = lock
    try RunReplacement.replaceRun(in: folder, by: self.configuration, state: loop.state())
    loop.noteCheckpoint()
  }

  /// Takes up a run where it stopped; one that was stopped before its first checkpoint begins.
  ///
  /// - Parameters:
  ///   - folder: where the files of the run are.
  ///   - networks: the networks that its recipe may name.
  ///   - epochs: a new number of epochs in all, not below those it has; the run's own if nil.
  ///   - onBadBatch: a new rule for bad batches; the run's own if nil.
  ///   - locations: where the data are now; they must be the images and labels that the run was begun with.
  ///   - memory: how much memory the images may take; it may be another than before.
  ///   - onEvent: called on the calling thread with what the run has to report.
  /// - Throws: an error of one line where its files or the data have changed, and where another process trains it.
  public init(
    resuming folder: RunFolder, networks: NetworkRegistry = .standard, epochs: Int? = nil,
    onBadBatch: BadBatchRule? = nil, locations: DataLocations = DataLocations(), memory: ImageMemory = .unlimited,
    onEvent: (RunEvent) -> Void = { _ in }
  ) throws {
    let lock = try folder.open()
    var configuration = try folder.readConfiguration(networks: networks)
    if let epochs { configuration.recipe.epochs = epochs }
    if let onBadBatch { configuration.recipe.onBadBatch = onBadBatch }
    try locations.apply(to: &configuration.data)
    guard !folder.holdsUnbegunRun(networks: networks) else {
      self = try TrainingRun(
        configuration, networks: networks, in: folder, overwriting: false, memory: memory, onEvent: onEvent)
      return
    }
    let contents = try SafeTensors(path: folder.last)
    let stopped = try TrainedNetwork(contents: contents, path: folder.last, networks: networks)
    let recipe = configuration.recipe
    try Self.check(recipe, goesOnWith: stopped, in: folder)
    let all = try stopped.task.read(
      configuration.data, only: stopped.trainingIdentifiers + stopped.validationIdentifiers)
    let digests = try Self.compareLabels(of: all, with: contents, of: stopped)
    if digests == nil, locations != DataLocations() {
      onEvent(.note("\(folder.last) is of an earlier version and knows the names of its images, but not their labels"))
    }
    var trained = stopped
    trained.recipe = recipe
    let pixelLimit = try memory.pixelLimit(
      for: ImageTraining(trained, labelDigests: LabelDigests([]), memory: memory),
      labels: Array(all.labels.prefix(recipe.batchSize)))
    data = try RunData(all, of: stopped, pixelLimit: pixelLimit, onEvent: onEvent)
    loop = data.loop(
      ImageTraining(trained, labelDigests: digests ?? data.labelDigests, memory: memory), recipe: recipe, in: folder)
    self.configuration = configuration
    self.folder = folder
    self.networks = networks
    self.lock = lock
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
    same.onBadBatch = recipe.onBadBatch
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

  /// Makes sure that the images of a split have the labels that they had; nil where the checkpoint does not know them.
  private static func compareLabels(
    of images: LabelledImages<[Float]>, with contents: SafeTensors, of stopped: TrainedNetwork
  ) throws -> LabelDigests? {
    guard let digests = ImageTraining.labelDigests(in: contents) else { return nil }
    let identifiers = stopped.trainingIdentifiers + stopped.validationIdentifiers
    let labels = try images.positions(of: identifiers).map { images.labels[$0] }
    try digests.check(labels, of: identifiers)
    return digests
  }

  /// Trains until the recipe's number of epochs is reached, early stopping ends the run, the time is up or it is asked to
  /// stop.
  ///
  /// The report is written after every epoch, as far as that takes no more than a few hundredths of the time, and at the end.
  ///
  /// - Parameters:
  ///   - deadline: no step begins that would, with a checkpoint after it, end later, if it took as long as the longest of
  ///     this go, and no validation; one of them is done in any case.
  ///   - checkpointInterval: the time between two checkpoints within an epoch; nil means none within epochs.
  ///   - writesEvents: whether the measurements are written for TensorBoard, too; a run that has such a file goes on with it
  ///     in any case.
  ///   - onEvent: called on the calling thread with what the run has to report.
  ///   - isToStop: asked before every step and between the batches of a validation; once it says yes, the run writes a
  ///     checkpoint and stops.
  /// - Throws: an error of one line; the files then are those of the last checkpoint.
  @discardableResult public mutating func finish(
    by deadline: ContinuousClock.Instant? = nil, checkpointInterval: Duration? = .seconds(300),
    writesEvents: Bool = false, onEvent: (RunEvent) -> Void = { _ in },
    stoppingWhen isToStop: @escaping () -> Bool = { false }
  ) throws -> TrainingEnd {
    loop.checkpointInterval = checkpointInterval
    func handle(_ event: TrainingEvent) {
      switch event {
      case .progress(let progress): onEvent(.progress(progress))
      case .skipped(let error): onEvent(.note("left out a batch: \(error.place)"))
      case .epoch(let record, let isBest): onEvent(.epoch(record, isBest: isBest))
      }
    }
    var events =
      writesEvents || FileManager.default.fileExists(atPath: folder.events)
      ? try EventFile(path: folder.events, epochs: history) : nil
    var reporter = makeReporter()
    let end = try loop.run(
      by: deadline, onEvent: handle,
      afterEpoch: { loop in
        try events?.append(loop.history.epochs)
        try reporter.endEpoch(loop) { onEvent(.progress($0)) }
      }, stoppingWhen: isToStop)
    if end != .stopped, configuration.timeLimit != nil {
      // The time is used up: whoever goes on with the run wants more of it.
      configuration.timeLimit = nil
      try folder.write(configuration)
      reporter.page.configuration = configuration
    }
    try reporter.finish(loop, end) { onEvent(.progress($0)) }
    return end
  }
}
