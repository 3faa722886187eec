// The files of a training loop, and how it is taken up from them.
internal import DataFiles
public import NeuralNetwork

extension TrainingLoop {
  /// What is trained as it is now, for use, with the epoch and the value of the objective.
  public func result() throws -> SafeTensors {
    var contents = try trainable.result()
    try addProgress(to: &contents)
    return contents
  }

  /// All that is needed to go on.
  package func state() throws -> SafeTensors {
    var contents = try trainable.state()
    try addProgress(to: &contents)
    try contents.setMetadata(plan, for: "plan")
    try contents.setMetadata(learningRate.memory, for: "learningRate")
    try contents.setMetadata(earlyStopping, for: "earlyStopping")
    if let position { try contents.setMetadata(position, for: "position") }
    if let best {
      try contents.setMetadata(best.epoch, for: "bestEpoch")
      try contents.setMetadata(best.value, for: "bestValidationLoss")
    }
    return contents
  }

  private func addProgress(to contents: inout SafeTensors) throws {
    try contents.setMetadata(epoch, for: "epoch")
    if let lastValue { try contents.setMetadata(lastValue, for: "validationLoss") }
  }

  /// Writes the checkpoint that a resumed training goes on from.
  package mutating func writeState() throws {
    let start = ContinuousClock.now
    if let folder { try state().write(to: folder.last) }
    noteCheckpoint(since: start)
  }

  /// Takes note that everything so far is in a checkpoint.
  package mutating func noteCheckpoint(since start: ContinuousClock.Instant = .now) {
    checkpoint = (isCurrent: true, written: .now, duration: .now - start)
  }

  func writeBest() throws {
    if let folder { try result().write(to: folder.best) }
  }

  /// Takes up the training whose state `contents` hold, with the history in the folder.
  ///
  /// - Parameter path: names the state in errors.
  /// - Throws: `FileError` where it does not fit what is trained or the plan.
  package mutating func resume(from contents: SafeTensors, path: String) throws {
    do {
      let epoch: Int = try contents.requiredMetadataValue("epoch")
      // Checkpoints that were written before plans were kept in them have none.
      try plan.check(goesOnWith: contents.metadataValue("plan"), after: epoch)
      position = try contents.metadataValue("position")
      try position?.check(count: training.count, batchSize: plan.batchSize)
      try trainable.restore(contents)
      self.epoch = epoch
      lastValue = try contents.metadataValue("validationLoss")
      learningRate = LearningRate(
        plan.learningRate, schedule: plan.schedule, memory: try contents.requiredMetadataValue("learningRate"))
      earlyStopping = try contents.requiredMetadataValue("earlyStopping")
      if let bestEpoch: Int = try contents.metadataValue("bestEpoch") {
        best = (bestEpoch, try contents.requiredMetadataValue("bestValidationLoss"))
      }
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
    checkpoint.isCurrent = true
    guard let folder, epoch > 0 else { return }
    history = try TrainingHistory(reading: folder.history)
    history.removeEpochs(after: epoch)
    guard history.epochs.count == epoch else {
      throw FileError(
        path: folder.history,
        problem: "holds \(history.epochs.count) epochs, expected \(epoch) as in \(folder.last)")
    }
  }
}
