// What a training run tells the user.
internal import Experiments
internal import Foundation
internal import ImageDatasets
internal import ImageModels

/// Prints what a run tells.
final class TrainingListener {
  private let bar = ProgressBar()
  private var leftOut: [ImageFailure] = []

  func hear(_ event: TrainingEvent) {
    switch event {
    case .progress(let progress): bar.update(progress)
    case .note(let text): Console.note(text)
    case .leftOut(let failure): leftOut.append(failure)
    case .epoch(let record, let isBest):
      bar.clear()
      Console.note(
        String(format: "epoch %3d  training loss %.5f  validation ", record.epoch, record.trainingLoss)
          + score(of: record)
          + String(format: "%@  %.0f images/s  ", isBest ? " *" : "  ", record.imagesPerSecond)
          + ProgressBar.duration(record.seconds))
    }
  }

  func introduce(_ run: TrainingRun) {
    Console.note(leftOut: leftOut)
    let recipe = run.configuration.recipe
    let noun = recipe.task == .regression ? "galaxies" : "images of \(recipe.options.outputs) classes"
    Console.note(
      "\(recipe.network): \(run.session.training.count) \(noun) to train on, "
        + "\(run.session.validation.count) to validate on")
  }

  /// The measure of an epoch that people look at.
  private func score(of record: EpochRecord) -> String {
    if let rmse = record.validationRMSE { return String(format: "RMSE %.5f", rmse) }
    return String(format: "loss %.5f, accuracy %.4f", record.validationLoss, record.validationAccuracy ?? .nan)
  }

  func conclude(_ run: TrainingRun, _ end: TrainingEnd) {
    let (epoch, recipe) = (run.session.current.epoch, run.configuration.recipe)
    switch end {
    case .lastEpoch: break
    case .earlyStopping:
      let rule = recipe.earlyStopping.map { ", \($0)" } ?? ""
      Console.note("early stopping ended the run with epoch \(epoch) of \(recipe.epochs)\(rule)")
    case .timeLimit:
      Console.note("out of time after epoch \(epoch) of \(recipe.epochs); --resume \(run.folder.path) goes on")
    }
    if let best = run.best {
      let score =
        if let accuracy = best.validationAccuracy {
          String(format: "lowest validation loss %.5f, accuracy %.4f,", best.validationLoss, accuracy)
        } else if let rmse = best.validationRMSE, recipe.loss != .meanSquaredError {
          String(format: "lowest validation loss %.5f, RMSE %.5f,", best.validationLoss, rmse)
        } else {
          String(format: "best validation RMSE %.5f", best.validationRMSE ?? .nan)
        }
      Console.note("\(score) after epoch \(best.epoch)")
      Console.note("network: \(run.folder.best)")
    } else {
      Console.note("starting weights: \(run.folder.last)")
    }
    Console.note("report: \(run.folder.report)")
  }
}
