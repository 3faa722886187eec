// What a training run prints while it works.
internal import Experiments
internal import Foundation
internal import ImageDatasets
internal import ImageModels
internal import Training

/// Prints what a run reports.
final class TrainingListener {
  private let bar = ProgressBar()
  private var leftOutCount = 0

  func handle(_ event: RunEvent) {
    switch event {
    case .progress(let progress): bar.update(progress)
    case .note(let text): Console.note(text)
    case .leftOut(let failure):
      bar.clear()
      leftOutCount += 1
      if leftOutCount <= Console.shownFailures { Console.note("left out: \(failure)") }
    case .epoch(let record, let isBest):
      bar.clear()
      Console.note(
        String(format: "epoch %3d  training loss %.5f  validation ", record.epoch, record.training["loss"] ?? .nan)
          + scores(of: record).joined(separator: ", ")
          + String(format: "%@  %.0f images/s  ", isBest ? " *" : "  ", record.imagesPerSecond)
          + ProgressBar.duration(record.seconds))
    }
  }

  func printStart(of run: TrainingRun) {
    Console.note(more: leftOutCount - Console.shownFailures, "left out")
    Console.note(
      "\(run.configuration.recipe.network): \(run.trainingCount) \(run.current.task.imageDescription) to train on, "
        + "\(run.validationCount) to validate on")
  }

  /// The measurements of an epoch that people look at.
  private func scores(of record: EpochRecord) -> [String] {
    let shown = record.validation.names.filter { record.validation["rmse"] == nil || $0 == "rmse" }
    return shown.prefix(2).map { name in
      let format = name == "rmse" ? "RMSE %.5f" : name == "loss" ? "loss %.5f" : "\(name) %.4f"
      return String(format: format, record.validation[name] ?? .nan)
    }
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
  func printFailure(of run: TrainingRun) {
    bar.clear()
    Console.note("the last checkpoint is whole: galaxy train --resume \(run.folder.path) goes on from there")
  }

  func printEnd(of run: TrainingRun, _ end: TrainingEnd) {
    let recipe = run.configuration.recipe
    switch end {
    case .lastEpoch: break
    case .earlyStopping:
      let rule = recipe.earlyStopping.map { ", \($0)" } ?? ""
      Console.note("early stopping ended the run with epoch \(run.epoch) of \(recipe.epochs)\(rule)")
    case .timeLimit:
      Console.note("out of time \(place(of: run)); --resume \(run.folder.path) goes on")
    case .stopped:
      bar.clear()
      return Console.note("stopped \(place(of: run)); galaxy train --resume \(run.folder.path) goes on")
    }
    if let best = run.best {
      let isLoss = best.validation["rmse"] != nil && recipe.loss == .meanSquaredError
      let loss = String(format: "lowest validation loss %.5f, ", best.validation["loss"] ?? .nan)
      let score = scores(of: best).last ?? ""
      Console.note(
        isLoss ? "best validation \(score) after epoch \(best.epoch)" : "\(loss)\(score), after epoch \(best.epoch)")
      Console.note("network: \(run.folder.best)")
    } else {
      Console.note("starting weights: \(run.folder.last)")
    }
    Console.note("report: \(run.folder.report)")
  }
}
