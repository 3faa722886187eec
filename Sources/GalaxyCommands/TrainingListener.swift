// What a training run prints while it works.
internal import Experiments
internal import Foundation
internal import ImageDatasets
internal import ImageModels
internal import Training

/// Prints what a run reports, and keeps it in the run's log.
final class TrainingListener {
  private let bar = ProgressBar()
  private let log = RunLog()
  private var leftOutCount = 0
  private var epochs = 0
  private var last: EpochRecord?

  func handle(_ event: RunEvent) {
    switch event {
    case .progress(let progress): bar.update(watched(progress))
    case .note(let text): tell(text)
    case .leftOut(let failure):
      leftOutCount += 1
      if leftOutCount <= Console.shownFailures { tell("left out: \(failure)") }
    case .epoch(let record, let isBest):
      last = record
      let line = EpochLine(record, isBest: isBest)
      tell(line.text(width: ProgressBar.columns), inLog: line.text(width: nil))
    }
  }

  private func tell(_ line: String, inLog whole: String? = nil) {
    bar.clear()
    Console.note(line)
    log.add(whole ?? line)
  }

  /// Progress of an epoch with what is known from the epochs before: the last score, and how long the run still takes.
  private func watched(_ progress: WorkProgress) -> WorkProgress {
    guard let last, !progress.notes.isEmpty, epochs > 0 else { return progress }
    let share = 1 - Double(progress.done) / Double(max(1, progress.total))
    let left = last.seconds * (Double(epochs - last.epoch - 1) + share)
    let score = EpochLine.scores(of: last).last.map { ["last \($0)"] } ?? []
    let time = epochs > last.epoch + 1 ? ["run \(ProgressBar.duration(left)) left"] : []
    return WorkProgress(
      progress.activity, progress.done, progress.total,
      notes: Array(progress.notes.prefix(1)) + score + time + progress.notes.dropFirst())
  }

  func printStart(of run: TrainingRun) {
    log.open(run.folder.log)
    epochs = run.configuration.recipe.epochs
    last = run.history.last
    Console.note(more: leftOutCount - Console.shownFailures, "left out")
    tell(
      "\(run.configuration.recipe.network): \(run.trainingCount) \(run.current.task.imageDescription) to train on, "
        + "\(run.validationCount) to validate on")
  }

  /// How far a run has come that is not at its end.
  private func place(of run: TrainingRun) -> String {
    let epochs = run.configuration.recipe.epochs
    let done = run.imagesOfUnfinishedEpoch
    return done == 0
      ? "after epoch \(run.epoch) of \(epochs)"
      : "after \(done) of \(run.trainingCount) images of epoch \(run.epoch + 1) of \(epochs)"
  }

  /// What is left of a run that ended by an error.
  func printFailure(of run: TrainingRun, _ error: any Error) {
    tell("the last checkpoint is whole: galaxy train --resume \(run.folder.path) goes on from there")
    log.add("Error: \(error)")
  }

  func printEnd(of run: TrainingRun, _ end: TrainingEnd) {
    let recipe = run.configuration.recipe
    switch end {
    case .lastEpoch: break
    case .earlyStopping:
      let rule = recipe.earlyStopping.map { ", \($0)" } ?? ""
      tell("early stopping ended the run with epoch \(run.epoch) of \(recipe.epochs)\(rule)")
    case .timeLimit:
      tell("out of time \(place(of: run)); --resume \(run.folder.path) goes on")
    case .stopped:
      return tell("stopped \(place(of: run)); galaxy train --resume \(run.folder.path) goes on")
    }
    if let best = run.best {
      let isLoss = best.validation["rmse"] != nil && recipe.loss == .meanSquaredError
      let loss = String(format: "lowest validation loss %.5f, ", best.validation["loss"] ?? .nan)
      let score = EpochLine.scores(of: best).last ?? ""
      tell(isLoss ? "best validation \(score) after epoch \(best.epoch)" : "\(loss)\(score), after epoch \(best.epoch)")
      tell("network: \(run.folder.best)")
    } else {
      tell("starting weights: \(run.folder.last)")
    }
    tell("report: \(run.folder.report)")
    if let best = run.best, let simplest = run.simplestPrediction, let value = best.validation[simplest.measurement] {
      tell(simplest.comparison(with: value))
    }
  }
}

extension SimplestPrediction {
  /// Whether a network beats it, in words.
  package func comparison(with score: Double) -> String {
    let level = String(format: isHigherBetter ? "%.4f" : "%.5f", value)
    guard isBeaten(by: score) else { return "\(name) \(level): not beaten, train longer" }
    if isHigherBetter { return "\(name) \(level): beaten by \(String(format: "%.4f", score - value))" }
    let share = value > 0 ? 100 * (value - score) / value : 0
    return "\(name) \(level): beaten, \(String(format: "%.1f", share)) % below"
  }
}
