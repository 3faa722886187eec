// One epoch of a training: its steps, its validation, its files.
internal import Foundation
internal import NeuralNetwork
internal import Tensors

extension TrainingLoop {
  /// Trains for one epoch, or for what is left of one, measures on the held-out items, and writes the folder's files.
  ///
  /// - Throws: as ``run(by:onEvent:stoppingWhen:)``.
  @discardableResult public mutating func runEpoch(
    onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws -> EpochRecord {
    var never = StopCondition(deadline: nil) { false }
    guard let record = try finishEpoch(&never, onEvent: onEvent) else {
      fatalError("TrainingLoop.runEpoch: stopped without a reason")
    }
    return record
  }

  /// Trains to the end of the epoch; nil where it had to stop before.
  mutating func finishEpoch(
    _ condition: inout StopCondition, onEvent: (TrainingEvent) -> Void
  ) throws -> EpochRecord? {
    var position = self.position ?? EpochPosition(count: training.count)
    guard try takeSteps(&position, &condition, onEvent: onEvent),
      !condition.isMet(before: .validation, saving: checkpoint.duration)
    else { return nil }
    let start = ContinuousClock.now
    guard let heldOut = try measure(stoppingWhen: condition.isWanted, onEvent: onEvent) else { return nil }
    condition.note(.validation, since: start)
    let rate = position.learningRate ?? plan.learningRate
    if let name = heldOut.firstNotFinite {
      throw DivergenceError(subject: "validation \(name)", epoch: epoch + 1, step: nil, items: [], learningRate: rate)
    }
    return try endEpoch(
      EpochRecord(
        epoch: epoch + 1, training: position.means.means, validation: heldOut, learningRate: rate,
        seconds: position.seconds + (ContinuousClock.now - start) / .seconds(1),
        imagesPerSecond: Double(training.count) / position.seconds), onEvent: onEvent)
  }

  /// Takes the steps that are left of an epoch; false where it had to stop before the last.
  private mutating func takeSteps(
    _ position: inout EpochPosition, _ condition: inout StopCondition, onEvent: (TrainingEvent) -> Void
  ) throws -> Bool {
    let number = epoch + 1
    let name = "epoch \(number)/\(plan.epochs)"
    let source = RandomSource(seed: plan.seed)
    var order = source.split("order").split(UInt64(number))
    let indices = order.permutation(training.count)
    let stepsPerEpoch = (indices.count + plan.batchSize - 1) / plan.batchSize
    onEvent(.progress(WorkProgress(name, position.done, indices.count)))
    while position.done < indices.count {
      if condition.isMet(before: .step, saving: checkpoint.duration) { return false }
      let start = ContinuousClock.now
      let first = position.done
      let batch = Array(indices[first..<min(first + plan.batchSize, indices.count)])
      let index = (number - 1) * stepsPerEpoch + first / plan.batchSize
      let rate = learningRate.rate(ofStep: index, stepsPerEpoch: stepsPerEpoch, epochs: plan.epochs)
      let step = TrainingStep(
        epoch: number, index: index, learningRate: rate,
        random: source.split("dropout").split(UInt64(number)).split(UInt64(first)), reduction: reduction)
      let measured = try take(step, on: batch, number: first / plan.batchSize + 1, onEvent: onEvent)
      if let measured { position.means.add(measured, count: batch.count) }
      position.done += batch.count
      position.learningRate = rate
      position.seconds += (ContinuousClock.now - start) / .seconds(1)
      self.position = position
      checkpoint.isCurrent = false
      condition.note(.step, since: start)
      let shown = position.means.means
      let notes = zip(shown.names, shown.values).map { $0 + String(format: " %.5f", $1) }
      onEvent(
        .progress(
          WorkProgress(name, position.done, indices.count, notes: notes + [String(format: "learning rate %.3g", rate)]))
      )
      if let checkpointInterval, .now - checkpoint.written >= checkpointInterval { try writeState() }
    }
    guard position.means.count > 0 else { throw NothingLearnedError(epoch: number) }
    return true
  }

  /// Takes a step; nil where its batch was bad and is left out.
  private mutating func take(
    _ step: TrainingStep, on batch: [Int], number: Int, onEvent: (TrainingEvent) -> Void
  ) throws -> Measurements? {
    let before = onBadBatch == .skip ? trainable : nil
    let subject: String
    do {
      let measured = try trainable.step(training.batch(batch, epoch: step.epoch), at: step)
      guard let name = measured.firstNotFinite else { return measured }
      subject = name
    } catch let error as NotFiniteGradientError {
      subject = error.subject
    }
    let error = DivergenceError(
      subject: subject, epoch: step.epoch, step: number, items: training.names(of: batch),
      learningRate: step.learningRate)
    guard let before else { throw error }
    trainable = before
    onEvent(.skipped(error))
    return nil
  }

  /// Measures on the held-out items; nil where it was asked to stop before the end.
  private func measure(
    stoppingWhen isToStop: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws -> Measurements? {
    guard let validation else { return [:] }
    func report(_ done: Int) throws {
      onEvent(.progress(WorkProgress("validating", done, validation.count)))
      if done < validation.count, isToStop() { throw StoppedInValidation() }
    }
    do {
      return try validation.withBatches(of: validationBatchSize, progress: report) { try trainable.measure($0) }
    } catch is StoppedInValidation {
      return nil
    }
  }

  /// Draws the consequences of an epoch, and writes its files.
  private mutating func endEpoch(
    _ record: EpochRecord, onEvent: (TrainingEvent) -> Void
  ) throws -> EpochRecord {
    epoch = record.epoch
    position = nil
    lastValue = trainable.objective.flatMap { record.validation[$0] }
    let isBest = lastValue.map { value in best.map { value < $0.value } ?? true } ?? false
    if let lastValue {
      if isBest { best = (record.epoch, lastValue) }
      learningRate.endEpoch(loss: lastValue)
      plan.earlyStopping?.endEpoch(loss: lastValue, &earlyStopping)
    }
    // The checkpoint that a resumed training starts from comes last: one stopped in between repeats what it lacks.
    if isBest { try writeBest() }
    try history.append(record)
    try writeState()
    onEvent(.epoch(record, isBest: isBest))
    return record
  }
}

/// An epoch all of whose batches were left out.
public struct NothingLearnedError: Error, CustomStringConvertible {
  /// The epoch.
  public let epoch: Int

  /// One line for the user.
  public var description: String { "every batch of epoch \(epoch) was left out; the last of them says why" }
}
