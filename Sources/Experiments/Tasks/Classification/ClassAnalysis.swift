// How good a classifier is, and how sure that is.
internal import Foundation
internal import ImageDatasets
internal import NeuralNetwork

/// A classifier's scores with intervals, its calibration, and the images that it is most wrong and most right about.
///
/// Encodes as ``ClassScores`` with `intervals: {accuracy, top5Accuracy}`, `calibration`, `calibrationError`, `worst` and
/// `best`.
public struct ClassAnalysis: TaskAnalysis {
  /// The scores.
  public let scores: ClassScores
  /// Wilson's interval of the accuracy.
  public let accuracyInterval: Interval
  /// Wilson's interval of how often the class is among the first five.
  public let top5Interval: Interval
  /// How probable the chosen classes were said to be, and how often they were right.
  public let calibration: [CalibrationBin]
  let ranking: ErrorRanking

  init(_ answers: LabelledAnswers, scores: ClassScores) {
    self.scores = scores
    func interval(_ share: Double) -> Interval {
      Interval(hits: Int((share * Double(scores.count)).rounded()), trials: scores.count)
    }
    accuracyInterval = interval(scores.accuracy)
    top5Interval = interval(scores.top5Accuracy)
    calibration = CalibrationBin.bins(
      zip(answers.answers, answers.labels).map { answer, label in
        let chosen = largest(of: answer[...])
        return (predicted: answer[chosen], observed: chosen == Int(label[0]) ? 1 : 0)
      })
    ranking = ErrorRanking(answers)
  }

  private enum Key: CodingKey {
    case intervals, accuracy, top5Accuracy, calibration, calibrationError, worst, best
  }

  /// Encodes the scores and what is added to them.
  public func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    var intervals = container.nestedContainer(keyedBy: Key.self, forKey: .intervals)
    try intervals.encode(accuracyInterval, forKey: .accuracy)
    try intervals.encode(top5Interval, forKey: .top5Accuracy)
    try container.encode(calibration, forKey: .calibration)
    try container.encode(CalibrationBin.error(of: calibration), forKey: .calibrationError)
    try container.encode(ranking.worst, forKey: .worst)
    try container.encode(ranking.best, forKey: .best)
  }

  /// The scores, how sure they are, and what else is known.
  public func lines() -> [String] {
    [
      TextTable.row("", "                95 % interval"),
      TextTable.row(
        "accuracy", String(format: "%14.5f  ", scores.accuracy) + accuracyInterval.text(decimals: 5)),
      "Accuracy is the share of images whose class was found: higher is better, 1 is perfect.", "",
    ] + scores.lines() + [""] + CalibrationText.lines(calibration, observed: "right")
      + ["", "Errors of single images are 1 less the probability of the class."] + ranking.lines()
  }
}
