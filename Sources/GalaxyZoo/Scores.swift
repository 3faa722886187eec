// The challenge's score and its parts.
internal import Preconditions

/// The root mean squared error of predictions, gathered galaxy by galaxy.
public struct Scores: Sendable {
  /// The number of galaxies so far.
  public private(set) var count = 0
  private var squaredErrors = [Double](repeating: 0, count: DecisionTree.columnCount)

  /// Nothing yet.
  public init() {}

  /// Takes in one galaxy: 37 predicted and 37 true fractions.
  public mutating func add(prediction: ArraySlice<Float>, truth: ArraySlice<Float>) {
    require(
      prediction.count == squaredErrors.count && truth.count == squaredErrors.count,
      "Scores.add: expected \(squaredErrors.count) fractions each, found \(prediction.count) and \(truth.count)")
    for column in squaredErrors.indices {
      let difference =
        Double(prediction[prediction.startIndex + column]) - Double(truth[truth.startIndex + column])
      squaredErrors[column] += difference * difference
    }
    count += 1
  }

  /// The scores of all galaxies so far, of which there must be at least one.
  public var table: ScoreTable {
    require(count > 0, "Scores.table: expected at least one galaxy, found none")
    func rmse(_ columns: Range<Int>) -> Double {
      (squaredErrors[columns].reduce(0, +) / Double(columns.count * count)).squareRoot()
    }
    return ScoreTable(
      count: count, rmse: rmse(squaredErrors.indices),
      perQuestion: DecisionTree.questions.map { rmse($0.columns) },
      perAnswer: squaredErrors.indices.map { rmse($0..<$0 + 1) })
  }
}

/// Root mean squared errors in all, per question and per answer.
///
/// Encodes as `{count, rmse, perQuestion, perAnswer}`, with the questions keyed by number (`1` to `11`) and the answers
/// by column name (`Class1.1` to `Class11.6`).
public struct ScoreTable: Encodable, Equatable, Sendable {
  /// The number of galaxies.
  public let count: Int
  /// Over all galaxies and all 37 answers: the challenge's score.
  public let rmse: Double
  /// Over the answers of every question; question n is at index n − 1.
  public let perQuestion: [Double]
  /// Of every answer, in the order of ``DecisionTree/columnNames-type.property``.
  public let perAnswer: [Double]

  private enum Key: String, CodingKey { case count, rmse, perQuestion, perAnswer }

  /// Encodes the scores under the names of questions and answers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(count, forKey: .count)
    try container.encode(rmse, forKey: .rmse)
    let questions = zip(DecisionTree.questions.map { String($0.number) }, perQuestion)
    try container.encode(Dictionary(uniqueKeysWithValues: questions), forKey: .perQuestion)
    let answers = zip(DecisionTree.columnNames, perAnswer)
    try container.encode(Dictionary(uniqueKeysWithValues: answers), forKey: .perAnswer)
  }
}
