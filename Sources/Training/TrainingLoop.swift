// Training of anything that can take a step: epochs, learning rate, early stopping.
internal import DataFiles
internal import Foundation
internal import NeuralNetwork
internal import Preconditions
internal import Tensors

/// A training between two epochs: what is trained, where the learning rate stands, and how good it was so far.
///
/// ```swift
/// var loop = try TrainingLoop(
///   Regression(network: network), plan: plan, training: training, validation: heldOut,
///   in: RunFolder(path: folder + "/run"))
/// try loop.run { event in
///   if case .epoch(let record, let isBest) = event, isBest {
///     print("epoch \(record.epoch): held-out RMSE \(record.validation["rmse"] ?? .nan)")
///   }
/// }
/// ```
///
/// After every epoch the folder holds all that is needed to go on; a loop that is made in a folder with a checkpoint goes on
/// from there, and ends with the bytes of one that was never interrupted.
public struct TrainingLoop<Subject: Trainable>: Sendable {
  /// What is trained.
  public internal(set) var trainable: Subject
  /// How the training goes.
  public internal(set) var plan: TrainingPlan
  /// What it learns from.
  public let training: BatchSource<Subject.Batch>
  /// Held-out items; nil where there are none.
  public let validation: BatchSource<Subject.Batch>?
  /// Where its files are; nil where it writes none.
  public let folder: RunFolder?
  /// The epochs so far.
  public internal(set) var history: TrainingHistory
  /// Combines gradients with those of other machines; nil where the training has one.
  public var reduction: GradientReduction?
  /// Held-out items that are measured at a time.
  public var validationBatchSize = 64

  /// Epochs that are done.
  public internal(set) var epoch = 0
  /// The lowest value of the objective so far, and after which epoch.
  public internal(set) var best: (epoch: Int, value: Double)?
  /// The objective after the last epoch; nil before the first, and where there is none.
  public internal(set) var lastValue: Double?
  var learningRate: LearningRate
  var earlyStopping = EarlyStopping.Memory()

  /// Whether early stopping has ended the training.
  public var isOver: Bool { earlyStopping.isOver }

  /// Begins a training, or takes it up where the folder's checkpoint left it.
  ///
  /// A folder that does not exist is made. The state at the beginning is its first checkpoint.
  ///
  /// - Throws: an error of one line where a checkpoint does not fit what is trained or the plan, or cannot be written.
  public init(
    _ trainable: Subject, plan: TrainingPlan, training: BatchSource<Subject.Batch>,
    validation: BatchSource<Subject.Batch>? = nil, in folder: RunFolder? = nil
  ) throws {
    self.init(beginning: trainable, plan: plan, training: training, validation: validation, in: folder)
    guard let folder else { return }
    if FileManager.default.fileExists(atPath: folder.last) {
      try resume(from: try SafeTensors(path: folder.last), path: folder.last)
    } else {
      try createFolder(folder.path)
      try writeState()
    }
  }

  /// A training at its beginning; nothing is read or written.
  package init(
    beginning trainable: Subject, plan: TrainingPlan, training: BatchSource<Subject.Batch>,
    validation: BatchSource<Subject.Batch>?, in folder: RunFolder?
  ) {
    require(training.count > 0, "TrainingLoop: expected at least one item to train on, found none")
    require(
      plan.batchSize > 0 && plan.epochs >= 0,
      "TrainingLoop: batches of \(plan.batchSize) and \(plan.epochs) epochs")
    self.trainable = trainable
    self.plan = plan
    self.training = training
    self.validation = validation.flatMap { $0.count > 0 ? $0 : nil }
    self.folder = folder
    history = TrainingHistory(path: folder?.history)
    learningRate = LearningRate(plan.learningRate, schedule: plan.schedule)
  }

  /// Trains for one epoch, measures on the held-out items, and writes the folder's files.
  ///
  /// - Throws: ``DivergenceError`` when a measurement is not finite, and what the trainable throws; the training is spoilt
  ///   then, its files are those of the last finished epoch.
  @discardableResult public mutating func runEpoch(
    onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws -> EpochRecord {
    let start = ContinuousClock.now
    let number = epoch + 1
    let (measured, rate) = try train(number, onEvent: onEvent)
    let trained = ContinuousClock.now
    let heldOut = try measure(onEvent: onEvent)
    try refuseDivergence(heldOut, number, rate)
    epoch = number
    lastValue = trainable.objective.flatMap { heldOut[$0] }
    let isBest = lastValue.map { value in best.map { value < $0.value } ?? true } ?? false
    if let lastValue {
      if isBest { best = (number, lastValue) }
      learningRate.endEpoch(loss: lastValue)
      plan.earlyStopping?.endEpoch(loss: lastValue, &earlyStopping)
    }
    let record = EpochRecord(
      epoch: number, training: measured, validation: heldOut, learningRate: rate,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      imagesPerSecond: Double(training.count) / ((trained - start) / .seconds(1)))
    // The checkpoint that a resumed training starts from comes last: one stopped in between repeats this epoch.
    if isBest { try writeBest() }
    try history.append(record)
    try writeState()
    onEvent(.epoch(record, isBest: isBest))
    return record
  }

  private mutating func train(
    _ number: Int, onEvent: (TrainingEvent) -> Void
  ) throws -> (means: Measurements, rate: Double) {
    let name = "epoch \(number)/\(plan.epochs)"
    let source = RandomSource(seed: plan.seed)
    var order = source.split("order").split(UInt64(number))
    let indices = order.permutation(training.count)
    let stepsPerEpoch = (indices.count + plan.batchSize - 1) / plan.batchSize
    var rate = plan.learningRate
    var means = MeasurementMeans()
    onEvent(.progress(WorkProgress(name, 0, indices.count)))
    for first in stride(from: 0, to: indices.count, by: plan.batchSize) {
      let batch = Array(indices[first..<min(first + plan.batchSize, indices.count)])
      let index = (number - 1) * stepsPerEpoch + first / plan.batchSize
      rate = learningRate.rate(ofStep: index, stepsPerEpoch: stepsPerEpoch, epochs: plan.epochs)
      let step = TrainingStep(
        epoch: number, index: index, learningRate: rate,
        random: source.split("dropout").split(UInt64(number)).split(UInt64(first)), reduction: reduction)
      let measured = try trainable.step(training.batch(batch, epoch: number), at: step)
      try refuseDivergence(measured, number, rate)
      means.add(measured, count: batch.count)
      let shown = means.means
      let note = zip(shown.names, shown.values).map { $0 + String(format: " %.5f", $1) }.joined(separator: ", ")
      onEvent(.progress(WorkProgress(name, first + batch.count, indices.count, note: note)))
    }
    return (means.means, rate)
  }

  private func measure(onEvent: (TrainingEvent) -> Void) throws -> Measurements {
    guard let validation else { return [:] }
    func report(_ done: Int) { onEvent(.progress(WorkProgress("validating", done, validation.count))) }
    return try validation.withBatches(of: validationBatchSize, progress: report) { try trainable.measure($0) }
  }

  private func refuseDivergence(_ measured: Measurements, _ number: Int, _ rate: Double) throws {
    if let name = measured.firstNotFinite {
      throw DivergenceError(measurement: name, epoch: number, learningRate: rate)
    }
  }

  /// Trains until the plan's number of epochs is reached, early stopping ends the training, or the time is up.
  ///
  /// - Parameters:
  ///   - deadline: no epoch begins that would end later, if it took as long as the longest of this call; one is trained in
  ///     any case.
  ///   - onEvent: called on the calling thread.
  @discardableResult public mutating func run(
    by deadline: ContinuousClock.Instant? = nil, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingEnd {
    var longest: Duration?
    while epoch < plan.epochs {
      if isOver { return .earlyStopping }
      if let deadline, let longest, .now + longest > deadline { return .timeLimit }
      let start = ContinuousClock.now
      try runEpoch(onEvent: onEvent)
      longest = max(longest ?? .zero, .now - start)
    }
    return .lastEpoch
  }
}
