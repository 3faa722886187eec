// What galaxy predict tells at its end.
internal import Experiments
internal import ImageDatasets

/// The closing lines of a prediction.
struct PredictionNotes {
  private let prediction: PredictionSummary
  private let ensemble: Ensemble
  private let output: String

  init(_ prediction: PredictionSummary, _ ensemble: Ensemble, output: String) {
    self.prediction = prediction
    self.ensemble = ensemble
    self.output = output
  }

  private var noun: String { type(of: ensemble.task).imageNoun }

  /// Prints what is worth knowing, the counts last.
  func print() {
    if let report = prediction.report { Console.note("\(report)") }
    if let skipped = prediction.skipped { Console.note(skipped) }
    Console.note(failures: prediction.failures, prediction.isFilled ? "filled with means" : "left out")
    if prediction.resumedCount > 0 {
      Console.note("\(prediction.resumedCount) \(noun) were done when the earlier prediction was interrupted")
    }
    if ensemble.answersPerImage > 1 { Console.note(ensemble.words) }
    if ensemble.views.count > 1, !prediction.changingWithView.isEmpty {
      Console.note(
        "\(prediction.changingWithView.count) of \(prediction.count) \(noun) change their main answer with the view: "
          + "\(NameList(prediction.changingWithView))")
    }
    if prediction.columns.first == "id", ensemble.task is VoteFractions, prediction.report == nil {
      Console.note("not all images are named by GalaxyIDs: the column of names is id, and the table is no submission")
    }
    Console.note("\(prediction.count) \(noun) in \(output == "-" ? "standard output" : output)\(others)\(clipped)")
  }

  private var others: String {
    let count = prediction.failures.count
    if count == 0 { return "" }
    return prediction.isFilled
      ? ", and \(count) filled with the means of the training labels" : "; \(count) left out"
  }

  private var clipped: String {
    guard let range = type(of: ensemble.task).clippedTo else { return "" }
    let answers =
      (prediction.count + (prediction.isFilled ? prediction.failures.count : 0))
      * ensemble.task.outputs.names.count
    return "; \(prediction.clippedCount) of \(answers) \(range.noun) were clipped to \(range.text)"
  }
}
