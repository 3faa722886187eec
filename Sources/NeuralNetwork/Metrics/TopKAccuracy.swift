// How often a classifier is right.
internal import Preconditions
public import Tensors

/// The share of rows whose true class is among the `k` that score highest; for k = 1, the accuracy.
///
/// Of classes with equal scores the lower number ranks first, so that never more than `k` classes count: a network that
/// scores all classes alike is right as often as one that always answers the first. With no more than `k` classes the
/// share is 1. A score that is no number counts against its row.
public struct TopKAccuracy: Sendable {
  /// How many classes count.
  public let k: Int
  /// Rows so far.
  public private(set) var count = 0
  /// Rows whose class was among the highest.
  public private(set) var hits = 0

  /// The accuracy of nothing yet.
  public init(k: Int = 1) {
    require(k >= 1, "TopKAccuracy: expected k of at least 1, found \(k)")
    self.k = k
  }

  /// Takes a batch into account; logits and probabilities rank alike.
  ///
  /// - Shape: scores [N, C], N classes.
  public mutating func add(_ scores: Tensor, classes: [Int]) {
    scores.forEachRow(of: classes, in: "TopKAccuracy.add") { row, truth in
      let rivals = row.indices.count { rival in
        rival < truth ? !(row[rival] < row[truth]) : rival > truth && !(row[rival] <= row[truth])
      }
      count += 1
      if rivals < k { hits += 1 }
    }
  }

  /// The share; not a number where there were no rows.
  public var value: Double { Double(hits) / Double(count) }
}

extension Tensor {
  /// Calls `body` with every row and its true class.
  func forEachRow(
    of classes: [Int], in operation: String, _ body: (_ row: UnsafeBufferPointer<Float>, _ truth: Int) -> Void
  ) {
    require(
      shape.rank == 2 && shape[0] == classes.count, "\(operation): \(classes.count) classes for scores \(shape)")
    let columns = shape[1]
    withUnsafeBuffer { scores in
      for (row, truth) in classes.enumerated() {
        require((0..<columns).contains(truth), "\(operation): class \(truth) of row \(row) for scores \(shape)")
        body(UnsafeBufferPointer(rebasing: scores[row * columns..<(row + 1) * columns]), truth)
      }
    }
  }
}
