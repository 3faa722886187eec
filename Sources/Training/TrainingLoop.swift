// Training of anything that can take a step: what it holds, and its whole course.
internal import DataFiles
internal import Foundation
internal import NeuralNetwork
internal import Preconditions

/// A training between two steps: what is trained, where the learning rate stands, and how good it was so far.
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
/// After every epoch, in long ones every few minutes, and where it is asked to stop, the folder holds all that is needed to
/// go on; a loop that is made in a folder with a checkpoint goes on from there, and ends with the bytes of one that was never
/// interrupted.
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
  /// The time between two checkpoints within an epoch; nil where there are none but those of whole epochs.
  public var checkpointInterval: Duration? = .seconds(300)
  /// What becomes of a batch whose loss or gradient is no finite number.
  public var onBadBatch = BadBatchRule.fail

  /// Epochs that are done.
  public internal(set) var epoch = 0
  /// The lowest value of the objective so far, and after which epoch.
  public internal(set) var best: (epoch: Int, value: Double)?
  /// The objective after the last epoch; nil before the first, and where there is none.
  public internal(set) var lastValue: Double?
  var learningRate: LearningRate
  var earlyStopping = EarlyStopping.Memory()
  /// Where it stands within the epoch that follows; nil at its beginning.
  var position: EpochPosition?
  /// Whether the checkpoint has everything so far, when it was written, and how long that took.
  var checkpoint = (isCurrent: false, written: ContinuousClock.now, duration: Duration.zero)
  private var lock: RunLock?

  /// Items of the epoch that follows that are done already: more than none after a stop within an epoch.
  public var itemsOfUnfinishedEpoch: Int { position?.done ?? 0 }

  /// The seconds that the training has taken so far, over all its goes.
  public var seconds: Double { history.epochs.reduce(position?.seconds ?? 0) { $0 + $1.seconds } }

  /// Whether early stopping has ended the training.
  public var isOver: Bool { earlyStopping.isOver }

  /// Begins a training, or takes it up where the folder's checkpoint left it.
  ///
  /// A folder that does not exist is made. The state at the beginning is its first checkpoint. As long as the loop is in use,
  /// no other process can train in the folder.
  ///
  /// - Throws: an error of one line where a checkpoint does not fit what is trained or the plan, or cannot be written, and
  ///   where another process trains in the folder.
  public init(
    _ trainable: Subject, plan: TrainingPlan, training: BatchSource<Subject.Batch>,
    validation: BatchSource<Subject.Batch>? = nil, in folder: RunFolder? = nil
  ) throws {
    self.init(beginning: trainable, plan: plan, training: training, validation: validation, in: folder)
    guard let folder else { return }
    try createFolder(folder.path)
    lock = try folder.lock()
    if FileManager.default.fileExists(atPath: folder.last) {
      try resume(from: try SafeTensors(path: folder.last), path: folder.last)
    } else {
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

  /// Trains until the plan's number of epochs is reached, early stopping ends the training, the time is up, or it is asked to
  /// stop.
  ///
  /// Where it stops within an epoch, it writes a checkpoint first, so that it can go on with the next step.
  ///
  /// - Parameters:
  ///   - deadline: no step begins that would, with a checkpoint after it, end later, if it took as long as the longest of
  ///     this call, and no validation; one of them is done in any case.
  ///   - onEvent: called on the calling thread.
  ///   - isToStop: asked before every step and between the batches of a validation; once it says yes, the training stops. A
  ///     validation that is cut short is repeated when the training goes on.
  /// - Throws: ``DivergenceError``, and what the trainable throws; the training is spoilt then, its files are those of the
  ///   last checkpoint.
  @discardableResult public mutating func run(
    by deadline: ContinuousClock.Instant? = nil, onEvent: (TrainingEvent) -> Void = { _ in },
    stoppingWhen isToStop: @escaping () -> Bool = { false }
  ) throws -> TrainingEnd {
    try run(by: deadline, onEvent: onEvent, afterEpoch: { _ in }, stoppingWhen: isToStop)
  }

  /// Trains as ``run(by:onEvent:stoppingWhen:)``, with work of somebody's own after every epoch, which counts in the time.
  ///
  /// - Parameter afterEpoch: gets the training, whose files are written.
  package mutating func run(
    by deadline: ContinuousClock.Instant?, onEvent: (TrainingEvent) -> Void,
    afterEpoch: (TrainingLoop) throws -> Void, stoppingWhen isToStop: @escaping () -> Bool
  ) throws -> TrainingEnd {
    var condition = StopCondition(deadline: deadline, isWanted: isToStop)
    while epoch < plan.epochs {
      if isOver { return .earlyStopping }
      guard try finishEpoch(&condition, onEvent: onEvent) != nil else {
        if !checkpoint.isCurrent { try writeState() }
        return condition.end ?? .stopped
      }
      let start = ContinuousClock.now
      try afterEpoch(self)
      condition.note(.afterEpoch, since: start)
    }
    return .lastEpoch
  }
}
