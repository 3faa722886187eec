// A training run from data to finished files.
internal import DataFiles
internal import Foundation
internal import GalaxyZoo
public import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

/// What a run tells while it works.
public enum TrainingEvent: Sendable {
  /// How far a long piece of work has come.
  case progress(WorkProgress)
  /// Something the user should know, as a sentence.
  case note(String)
  /// An image that was left out.
  case leftOut(ImageFailure)
  /// An epoch is over, and its files are written.
  case epoch(EpochRecord, isBest: Bool)
}

/// Why a run came to an end.
public enum TrainingEnd: Sendable {
  /// All its epochs are done.
  case lastEpoch
  /// The validation loss has not fallen for long enough.
  case earlyStopping
  /// There was no time for another epoch; the run can be resumed.
  case timeLimit
}

/// A run with its folder: after every epoch its files say all that is needed to go on.
public struct TrainingRun: Sendable {
  /// What it was asked to do.
  public let configuration: RunConfiguration
  /// Where its files are.
  public let folder: RunFolder
  /// Its state in memory.
  public private(set) var session: TrainingSession
  /// Its images, those that could not be read among them.
  private let images: LabelledImages
  private var history: RunHistory

  /// The epoch of lowest validation loss so far, whose network is the best checkpoint.
  public var best: EpochRecord? { history.epochs.best }

  /// Reads the data of a new run and writes its first files; the starting weights are its first checkpoint.
  ///
  /// - Parameter overwriting: whether a run that is in the folder already is replaced.
  /// - Throws: an error of one line; where data are at fault, no file has been written or removed.
  public init(
    _ configuration: RunConfiguration, in folder: RunFolder, overwriting: Bool,
    tell: (TrainingEvent) -> Void = { _ in }
  ) throws {
    var configuration = configuration
    try configuration.recipe.check()
    if !overwriting { try folder.refuseRun() }
    let all = try configuration.labelledImages()
    tell(.note(all.summary))
    configuration.recipe.options.outputs = all.targets.outputs.names.count
    let weights = try configuration.initialWeights.map { try InitialWeights(path: $0) }
    if let note = weights?.adjustPixels(of: &configuration.recipe) { tell(.note(note)) }
    let recipe = configuration.recipe
    let network = try weights?.network(for: recipe) { tell(.note($0)) } ?? recipe.makeStartingNetwork()
    try folder.create()
    images = all.sampled(recipe.limit, seed: recipe.seed)
    let data = try Self.read(images, recipe, tell)
    let split = try images.selecting(identifiers: data.identifiers)
      .split(validationFraction: recipe.validationFraction, seed: recipe.seed)
    session = try TrainingSession(
      recipe: recipe, network: network, training: data.selecting(split.training),
      validation: data.selecting(split.validation))
    history = RunHistory(path: folder.history, task: recipe.task)
    self.configuration = configuration
    self.folder = folder
    try folder.removeRun()
    try folder.write(configuration)
    try session.resumableContents().write(to: folder.last)
  }

  /// Takes up a run where it stopped.
  ///
  /// - Parameter epochs: a new number of epochs in all, not below those it has; the run's own if nil.
  /// - Throws: an error of one line where its files or the data have changed.
  public init(resuming folder: RunFolder, epochs: Int? = nil, tell: (TrainingEvent) -> Void = { _ in }) throws {
    var configuration = try folder.readConfiguration()
    if let epochs { configuration.recipe.epochs = epochs }
    let contents = try SafeTensors(path: folder.last)
    let stopped = try TrainedNetwork(contents: contents, path: folder.last)
    let recipe = configuration.recipe
    var same = stopped.recipe
    same.epochs = recipe.epochs
    guard same == recipe else {
      throw FileError(path: folder.configuration, problem: "does not belong to \(folder.last): their recipes differ")
    }
    guard recipe.epochs >= stopped.epoch else {
      throw FileError(
        path: folder.path,
        problem: "is at epoch \(stopped.epoch) already, beyond the \(recipe.epochs) asked for")
    }
    guard recipe.epochs == stopped.recipe.epochs || !recipe.schedule.dependsOnLength else {
      throw FileError(
        path: folder.path,
        problem: "its learning rates were planned for \(stopped.recipe.epochs) epochs (\(recipe.schedule)), "
          + "not for the \(recipe.epochs) asked for")
    }
    images = try configuration.labelledImages()
      .selecting(identifiers: stopped.trainingIdentifiers + stopped.validationIdentifiers)
      .numbered(as: stopped.outputs)
    let data = try Self.read(images, recipe, tell)
    if let failure = data.failures.first { throw failure.error }
    session = try TrainingSession(
      resuming: stopped, contents: contents, path: folder.last, recipe: recipe,
      training: data.selecting(stopped.trainingIdentifiers), validation: data.selecting(stopped.validationIdentifiers))
    history =
      stopped.epoch == 0
      ? RunHistory(path: folder.history, task: recipe.task) : try RunHistory(reading: folder.history)
    guard history.task == recipe.task else {
      throw FileError(
        path: folder.history, problem: "is of a \(history.task.rawValue), \(folder.last) of a \(recipe.task.rawValue)")
    }
    history.removeEpochs(after: stopped.epoch)
    guard history.epochs.count == stopped.epoch else {
      throw FileError(
        path: folder.history,
        problem: "holds \(history.epochs.count) epochs, expected \(stopped.epoch) as in \(folder.last)")
    }
    self.configuration = configuration
    self.folder = folder
    if recipe != stopped.recipe {
      // Equal recipes give equal checkpoints, also where one was carried out in two goes.
      if session.best != nil {
        var best = try TrainedNetwork(path: folder.best)
        best.recipe = recipe
        try best.contents().write(to: folder.best)
      }
      try session.resumableContents().write(to: folder.last)
    }
    try folder.write(configuration)
  }

  private static func read(
    _ list: LabelledImages, _ recipe: Recipe, _ tell: (TrainingEvent) -> Void
  ) throws -> PreparedImages {
    let data = try PreparedImages(list, preprocessing: recipe.preprocessing) { done, total in
      tell(.progress(WorkProgress("reading images", done, total)))
    }
    for failure in data.failures { tell(.leftOut(failure)) }
    return data
  }

  /// Trains until the recipe's number of epochs is reached, early stopping ends the run or the time is up, and writes the
  /// report.
  ///
  /// - Parameter deadline: no epoch begins that would end later, if it took as long as the longest of this go; one is
  ///   trained in any case.
  /// - Throws: an error of one line; the files then are those of the last finished epoch.
  @discardableResult public mutating func finish(
    by deadline: ContinuousClock.Instant? = nil, tell: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingEnd {
    var end = TrainingEnd.lastEpoch
    var longest: Duration?
    while session.current.epoch < configuration.recipe.epochs {
      if session.isOver {
        end = .earlyStopping
        break
      }
      if let deadline, let longest, .now + longest > deadline {
        end = .timeLimit
        break
      }
      let epoch = session.current.epoch + 1
      let name = "epoch \(epoch)/\(configuration.recipe.epochs)"
      let start = ContinuousClock.now
      var trained = start
      let count = session.training.count
      tell(.progress(WorkProgress(name, 0, count)))
      let validationCount = session.validation.count
      let result = try session.runEpoch { done, loss in
        trained = .now
        tell(.progress(WorkProgress(name, done, count, note: String(format: "loss %.5f", loss))))
      } validated: { done in
        tell(.progress(WorkProgress("validating", done, validationCount)))
      }
      let duration = ContinuousClock.now - start
      longest = max(longest ?? .zero, duration)
      let record = EpochRecord(
        epoch: epoch, trainingLoss: result.trainingLoss, validationLoss: result.validationLoss,
        validationRMSE: result.scores.fractions?.rmse, validationAccuracy: result.scores.classes?.accuracy,
        validationTop5Accuracy: result.scores.classes?.top5Accuracy, learningRate: result.learningRate,
        seconds: duration / .seconds(1), imagesPerSecond: Double(count) / ((trained - start) / .seconds(1)))
      // The checkpoint that a resumed run starts from comes last: a run stopped in between repeats this epoch.
      if result.isBest { try session.current.contents().write(to: folder.best) }
      try history.append(record)
      try session.resumableContents().write(to: folder.last)
      tell(.epoch(record, isBest: result.isBest))
    }
    try writeReport(tell: tell)
    return end
  }

  private func writeReport(tell: (TrainingEvent) -> Void) throws {
    let best = session.best == nil ? session.current : try TrainedNetwork(path: folder.best)
    let report = try TrainingReport(
      configuration: configuration, best: best, session: session, history: history.epochs, images: images
    ) { tell(.progress($0)) }
    try AtomicFile.write(report.html(), to: folder.report)
  }
}
