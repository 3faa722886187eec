// Which classes a classifier takes for which.
internal import Preconditions
public import Tensors

/// Counts of rows by their true class and the class that scored highest.
///
/// Of classes with equal scores the lower number is the answer.
public struct ConfusionMatrix: Sendable, Equatable {
  /// Rows of true class t that were taken for class p, at [t][p].
  public private(set) var counts: [[Int]]

  /// The counts of nothing yet.
  public init(classes: Int) {
    require(classes >= 1, "ConfusionMatrix: expected at least one class, found \(classes)")
    counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  }

  /// Takes a batch into account; logits and probabilities rank alike.
  ///
  /// - Shape: scores [N, C], N classes.
  public mutating func add(_ scores: Tensor, classes: [Int]) {
    require(
      scores.shape.rank == 2 && scores.shape[1] == counts.count,
      "ConfusionMatrix.add: scores \(scores.shape) for \(counts.count) classes")
    scores.forEachRow(of: classes, in: "ConfusionMatrix.add") { row, truth in
      var answer = 0
      for index in row.indices where row[index] > row[answer] { answer = index }
      counts[truth][answer] += 1
    }
  }

  /// The share of rows that were taken for what they are; not a number where there were no rows.
  public var accuracy: Double {
    Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(counts.joined().reduce(0, +))
  }

  /// The share of a class's rows that were taken for it; nil where it had none.
  public func recall(of index: Int) -> Double? {
    let rows = counts[index].reduce(0, +)
    return rows == 0 ? nil : Double(counts[index][index]) / Double(rows)
  }

  /// The share of the rows taken for a class that belong to it; nil where none was.
  public func precision(of index: Int) -> Double? {
    let rows = counts.reduce(0) { $0 + $1[index] }
    return rows == 0 ? nil : Double(counts[index][index]) / Double(rows)
  }
}
