// How far a prediction has come.
internal import DataFiles
internal import ImageDatasets

/// What is known after some rows of a table of predictions, and what a later program goes on from.
struct PredictionState: Codable {
  /// Images that are done, of the order in which they are predicted.
  var done = 0
  /// Images that were predicted.
  var count = 0
  /// Answers that were clipped.
  var clippedCount = 0
  /// Images whose main answer changes with the view.
  var changing: [String] = []
  /// Images that could not be read.
  var failures: [Failure] = []

  struct Failure: Codable {
    let identifier: String
    let problem: String
  }

  var imageFailures: [ImageFailure] {
    failures.map { ImageFailure(identifier: $0.identifier, error: StoredProblem(description: $0.problem)) }
  }
}

/// What an earlier program said of an image.
private struct StoredProblem: Error, CustomStringConvertible {
  let description: String
}
