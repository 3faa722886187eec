// How good predicted vote fractions are, and how sure that is.
internal import Foundation
public import GalaxyZoo

/// The challenge's score with intervals, explained variance, calibration, the galaxies of the largest and smallest errors,
/// and the published scores nearby.
///
/// Encodes as `{count, rmse, perQuestion, perAnswer, intervals: {rmse, perQuestion, perAnswer}, explainedVariance,
/// calibration, calibrationError, worst, best, published: {better, worse, note}}`.
public struct FractionAnalysis: TaskAnalysis {
  /// The scores.
  public let scores: ScoreTable
  /// Where the score in all may lie with other galaxies.
  public let interval: Interval
  /// Where the scores of questions may lie, in their order.
  public let questionIntervals: [Interval]
  /// Where the scores of answers may lie, in the order of the columns.
  public let answerIntervals: [Interval]
  /// The fraction of the variance of every answer that is explained: 1 is perfect, 0 as good as the answer's mean; nil
  /// where the votes do not vary.
  public let explainedVariance: [Double?]
  /// What was predicted and voted, over all answers.
  public let calibration: [CalibrationBin]
  let ranking: ErrorRanking

  /// An analysis of at least one galaxy.
  init(_ answers: LabelledAnswers, bootstrap: Bootstrap) {
    var scores = Scores()
    var squares: [Double] = []
    var (sums, sumsOfSquares) = ([Double](repeating: 0, count: 37), [Double](repeating: 0, count: 37))
    for (answer, label) in zip(answers.answers, answers.labels) {
      scores.add(prediction: answer[...], truth: label[...])
      for (column, (predicted, voted)) in zip(answer, label).enumerated() {
        let difference = Double(predicted) - Double(voted)
        squares.append(difference * difference)
        sums[column] += Double(voted)
        sumsOfSquares[column] += Double(voted) * Double(voted)
      }
    }
    self.scores = scores.table
    let count = Double(answers.count)
    let replicates = bootstrap.sums(of: squares, columns: DecisionTree.columnCount)
    func intervalOver(_ columns: Range<Int>) -> Interval {
      Interval(
        percentilesOf: replicates.map { ($0[columns].reduce(0, +) / (count * Double(columns.count))).squareRoot() })
    }
    interval = intervalOver(0..<DecisionTree.columnCount)
    questionIntervals = DecisionTree.questions.map { intervalOver($0.columns) }
    answerIntervals = (0..<DecisionTree.columnCount).map { intervalOver($0..<$0 + 1) }
    explainedVariance = zip(self.scores.perAnswer, zip(sums, sumsOfSquares)).map { rmse, votes in
      let variance = votes.1 / count - (votes.0 / count) * (votes.0 / count)
      return variance > 1e-12 ? 1 - rmse * rmse / variance : nil
    }
    calibration = CalibrationBin.bins(
      zip(answers.answers.lazy.joined(), answers.labels.lazy.joined()).lazy.map { (predicted: $0, observed: $1) })
    ranking = ErrorRanking(answers)
  }

  /// That Kaggle's galaxies were others.
  static let note = "on Kaggle's own held-out galaxies, which these are not"

  private enum Key: CodingKey {
    case count, rmse, perQuestion, perAnswer, intervals, explainedVariance, calibration, calibrationError, worst, best
    case published
  }

  private enum PublishedKey: CodingKey { case better, worse, note }

  /// Encodes the analysis under the names of questions and answers.
  public func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    func byQuestion<Value>(_ values: [Value]) -> [String: Value] {
      Dictionary(uniqueKeysWithValues: zip(DecisionTree.questions.map { String($0.number) }, values))
    }
    func byAnswer<Value>(_ values: [Value]) -> [String: Value] {
      Dictionary(uniqueKeysWithValues: zip(DecisionTree.columnNames, values))
    }
    var intervals = container.nestedContainer(keyedBy: Key.self, forKey: .intervals)
    try intervals.encode(interval, forKey: .rmse)
    try intervals.encode(byQuestion(questionIntervals), forKey: .perQuestion)
    try intervals.encode(byAnswer(answerIntervals), forKey: .perAnswer)
    try container.encode(byAnswer(explainedVariance), forKey: .explainedVariance)
    try container.encode(calibration, forKey: .calibration)
    try container.encode(CalibrationBin.error(of: calibration), forKey: .calibrationError)
    try container.encode(ranking.worst, forKey: .worst)
    try container.encode(ranking.best, forKey: .best)
    let around = PublishedScore.around(scores.rmse)
    var published = container.nestedContainer(keyedBy: PublishedKey.self, forKey: .published)
    try published.encode(around.better, forKey: .better)
    try published.encode(around.worse, forKey: .worse)
    try published.encode(Self.note, forKey: .note)
  }
}
