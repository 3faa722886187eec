// How good a regression of columns is.
internal import Foundation
internal import Tensors
public import Training

/// Errors of predicted columns; missing values do not count.
///
/// Encodes as `{count, rmse, columns: [{name, count, rmse, meanAbsoluteError, explainedVariance}]}`.
public struct ColumnScores: TaskScores {
  /// What is known of one column.
  public struct Column: Sendable, Equatable, Encodable {
    /// Its name.
    public let name: String
    /// Images whose value is known.
    public let count: Int
    /// Root of the mean squared error, in the column's units; nil without values.
    public let rmse: Double?
    /// Mean absolute error, in the column's units; nil without values.
    public let meanAbsoluteError: Double?
    /// Fraction of the variance of the known values that the predictions explain: 1 is perfect, 0 as good as the values'
    /// mean; nil where they do not vary.
    public let explainedVariance: Double?
  }

  /// The number of images.
  public let count: Int
  /// Root of the mean squared error over all known values, each in standard deviations of its column.
  public let rmse: Double
  /// The columns in their order.
  public let columns: [Column]

  public var measurements: Measurements { ["rmse": rmse] }

  private static let width = 14

  public func lines() -> [String] {
    func cells(_ texts: [String]) -> String {
      texts.map { String(repeating: " ", count: max(1, Self.width - $0.count)) + $0 }.joined()
    }
    func number(_ value: Double?) -> String { value.map { String(format: "%.5g", $0) } ?? "-" }
    let known = columns.reduce(0) { $0 + $1.count }
    let missing = count * columns.count - known
    return [
      TextTable.row("", cells(["RMSE", "mean error", "explained", "values"])),
      TextTable.row(
        "all (\(count) images), relative", cells([number(rmse), "", "", "\(known)"])),
    ]
      + columns.map {
        TextTable.row(
          $0.name, cells([number($0.rmse), number($0.meanAbsoluteError), number($0.explainedVariance), "\($0.count)"]))
      } + (missing > 0 ? ["\(missing) missing values do not count"] : [])
  }
}

/// Errors of columns being gathered.
struct ColumnErrors: ScoreAccumulator {
  private let task: ColumnRegression
  private var images = 0
  private var columns: [Sums]

  private struct Sums {
    var count = 0
    var squares = 0.0
    var distances = 0.0
    var values = 0.0
    var valueSquares = 0.0
  }

  init(_ task: ColumnRegression) {
    self.task = task
    columns = task.columns.map { _ in Sums() }
  }

  mutating func add(_ answers: Tensor, labels: [[Float]]) {
    let answers = answers.scalars
    for (row, label) in labels.enumerated() {
      for (column, value) in label.enumerated() where !value.isNaN {
        let error = Double(answers[row * columns.count + column]) - Double(value)
        // About the training mean, so that the variance keeps its digits.
        let distance = Double(value) - task.scales[column].mean
        columns[column].count += 1
        columns[column].squares += error * error
        columns[column].distances += abs(error)
        columns[column].values += distance
        columns[column].valueSquares += distance * distance
      }
    }
    images += labels.count
  }

  func scores(loss: Loss, meanLoss: Double?) -> (scores: any TaskScores, loss: Double) {
    let table = zip(task.columns, columns).map { name, sums in
      let count = Double(sums.count)
      let variance = sums.valueSquares / count - (sums.values / count) * (sums.values / count)
      return ColumnScores.Column(
        name: name, count: sums.count, rmse: sums.count == 0 ? nil : (sums.squares / count).squareRoot(),
        meanAbsoluteError: sums.count == 0 ? nil : sums.distances / count,
        explainedVariance: variance > 0 ? 1 - sums.squares / count / variance : nil)
    }
    let known = columns.reduce(0) { $0 + $1.count }
    let relative = zip(columns, task.scales).reduce(0.0) { $0 + $1.0.squares / ($1.1.deviation * $1.1.deviation) }
    // Without a known value there is no error; an epoch of it is no better than any other.
    let rmse = known == 0 ? 0 : (relative / Double(known)).squareRoot()
    return (ColumnScores(count: images, rmse: rmse, columns: table), rmse * rmse)
  }
}
