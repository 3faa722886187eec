// How long the parts of a training take, measured before it begins.
internal import NeuralNetwork
internal import Preconditions
internal import Tensors

/// Durations of the parts of a training, measured by a few steps of a copy, which is thrown away.
public struct TrainingTimes: Sendable, Equatable {
  /// Steps that were timed.
  public let steps: Int
  /// Training, per item, in seconds.
  public let secondsPerItem: Double
  /// Validation, per held-out item, in seconds.
  public let secondsPerHeldOutItem: Double
  /// Putting together the checkpoints of an epoch, in seconds.
  public let secondsPerCheckpoint: Double

  private static let fewestSteps = 3

  /// Measures the first steps that a training takes, and a part of its validation.
  ///
  /// The first step is not timed: it asks the system for memory, which later ones use again.
  ///
  /// - Parameters:
  ///   - trainable: what is to be trained; it does not change.
  ///   - plan: how it is to be trained.
  ///   - training: what it learns from.
  ///   - validation: held-out items; nil where there are none.
  ///   - validationBatchSize: held-out items that are measured at a time.
  ///   - seconds: how long steps are taken, at least three of them.
  ///   - progress: told how many of the steps are done.
  /// - Throws: what the trainable throws, but for gradients that are no finite numbers: they took their time, too.
  public init<Subject: Trainable>(
    of trainable: Subject, plan: TrainingPlan, training: BatchSource<Subject.Batch>,
    validation: BatchSource<Subject.Batch>? = nil, validationBatchSize: Int = 64, seconds: Double = 3,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    require(
      training.count > 0 && plan.batchSize > 0,
      "TrainingTimes: \(training.count) items, batches of \(plan.batchSize)")
    var copy = trainable
    let source = RandomSource(seed: plan.seed)
    var order = source.split("order").split(1)
    let indices = order.permutation(training.count)
    let stepsPerEpoch = (indices.count + plan.batchSize - 1) / plan.batchSize
    let rate = LearningRate(plan.learningRate, schedule: plan.schedule)
    var (items, time, timed, index) = (0, 0.0, 0, 0)
    while timed < Self.fewestSteps || time < seconds {
      // A training of few steps an epoch goes through them again.
      let first = index % stepsPerEpoch * plan.batchSize
      let batch = Array(indices[first..<min(first + plan.batchSize, indices.count)])
      let step = TrainingStep(
        epoch: 1, index: index,
        learningRate: rate.rate(ofStep: index, stepsPerEpoch: stepsPerEpoch, epochs: max(1, plan.epochs)),
        random: source.split("dropout").split(1).split(UInt64(first)), reduction: nil)
      let start = ContinuousClock.now
      do {
        _ = try copy.step(training.batch(batch, epoch: 1), at: step)
      } catch is NotFiniteGradientError {}
      let duration = (ContinuousClock.now - start) / .seconds(1)
      index += 1
      progress(WorkProgress("measuring steps", min(Int(1000 * time / max(seconds, 1e-3)), 999), 1000))
      if index == 1 { continue }
      items += batch.count
      time += duration
      timed += 1
    }
    progress(WorkProgress("measuring steps", 1000, 1000))
    steps = timed
    secondsPerItem = time / Double(items)
    secondsPerHeldOutItem =
      try validation.map { source in
        try Self.seconds(perItemOf: source, batchSize: validationBatchSize, of: copy)
      } ?? 0
    let start = ContinuousClock.now
    _ = (try copy.state().serialized().count, try copy.result().serialized().count)
    secondsPerCheckpoint = (ContinuousClock.now - start) / .seconds(1)
  }

  /// Measures on a few batches, of which the first is not timed.
  private static func seconds<Subject: Trainable>(
    perItemOf source: BatchSource<Subject.Batch>, batchSize: Int, of trainable: Subject
  ) throws -> Double {
    func measure(_ count: Int) throws -> Double {
      let part = BatchSource(count: count) { try source.batch($0, epoch: $1) }
      let start = ContinuousClock.now
      _ = try trainable.measure(part.batches(of: batchSize))
      return (ContinuousClock.now - start) / .seconds(1)
    }
    _ = try measure(min(source.count, batchSize))
    let count = min(source.count, 4 * batchSize)
    return try measure(count) / Double(count)
  }

  /// The duration of an epoch with its validation and its checkpoints, in seconds.
  public func secondsPerEpoch(items: Int, heldOutItems: Int) -> Double {
    Double(items) * secondsPerItem + Double(heldOutItems) * secondsPerHeldOutItem + secondsPerCheckpoint
  }
}
