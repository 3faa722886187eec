// What any network has to beat: one answer for all images.
internal import ImageDatasets
internal import Tensors
internal import Training

/// The score of the one answer that suits the training labels best, given for every held-out image.
public struct SimplestPrediction: Sendable, Equatable {
  /// What it is, as `column means`.
  public let name: String
  /// The measurement it is compared by.
  public let measurement: String
  /// Its value on the held-out images.
  public let value: Double

  /// The score of an answer.
  package init(name: String, measurement: String, value: Double) {
    self.name = name
    self.measurement = measurement
    self.value = value
  }

  /// Whether a larger value is a better one.
  public var isHigherBetter: Bool { PartScore(rawValue: measurement)?.lowerIsBetter == false }

  /// Whether a network with this value of the measurement is better.
  public func isBeaten(by value: Double) -> Bool { isHigherBetter ? value > self.value : value < self.value }
}

extension TrainingRun {
  /// What its network has to beat; nil where its task has no such answer.
  public var simplestPrediction: SimplestPrediction? {
    let task = current.task
    guard let simplest = task.simplestAnswer(to: data.training.labels), !data.validation.labels.isEmpty else {
      return nil
    }
    var scores = task.makeScores()
    for start in stride(from: 0, to: data.validation.count, by: 256) {
      let labels = Array(data.validation.labels[start..<min(start + 256, data.validation.count)])
      let rows = labels.flatMap { _ in simplest.answers }
      scores.add(Tensor([labels.count, simplest.answers.count], scalars: rows), labels: labels)
    }
    let measured = scores.scores(loss: configuration.recipe.loss, meanLoss: nil).scores.measurements
    guard let name = measured.names.first, let value = measured[name] else { return nil }
    return SimplestPrediction(name: simplest.name, measurement: name, value: value)
  }
}
