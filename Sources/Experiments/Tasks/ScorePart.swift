// What the scores of two networks are compared by.

/// How the parts of images make a score; its name is that of the measurement in a run's history.
public enum PartScore: String, Sendable, Encodable, CaseIterable {
  /// The root of the mean of squared errors: lower is better.
  case rmse
  /// The mean of hits: higher is better.
  case accuracy

  /// The score of so many measurements with the given sum.
  func value(sum: Double, count: Double) -> Double {
    switch self {
    case .rmse: (sum / count).squareRoot()
    case .accuracy: sum / count
    }
  }

  /// As it is called in a table.
  var title: String {
    switch self {
    case .rmse: "RMSE"
    case .accuracy: "accuracy"
    }
  }

  /// Digits behind the point, in tables of runs.
  var decimals: Int {
    switch self {
    case .rmse: 5
    case .accuracy: 4
    }
  }

  /// Whether the lower of two scores is the better one.
  var lowerIsBetter: Bool { self == .rmse }
}

/// What an image adds to one part of a score, such as that of a question.
public struct ScorePart: Sendable, Equatable {
  /// The sum of its squared errors, or of its hits.
  public let sum: Double
  /// How many measurements that is.
  public let count: Double

  /// What an image adds.
  public init(sum: Double, count: Double) {
    self.sum = sum
    self.count = count
  }

  /// The squared differences that are numbers.
  init(squares differences: some Sequence<Double>) {
    var (sum, count) = (0.0, 0.0)
    for difference in differences where !difference.isNaN {
      sum += difference * difference
      count += 1
    }
    self.init(sum: sum, count: count)
  }
}
