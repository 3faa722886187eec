// Fractions of all volunteers, and of those who were asked.
internal import Preconditions

extension DecisionTree {
  /// The fractions of those who were asked a question who gave each answer, from fractions of all volunteers.
  ///
  /// Where nobody was asked, the fractions are zero.
  ///
  /// - Shape: a fraction for each column → the same.
  public func conditional(_ weighted: ArraySlice<Float>) -> [Float] {
    checkCount(weighted, "conditional")
    var fractions = Array(weighted)
    for question in questions {
      guard let parent = question.parentColumn.map({ weighted[weighted.startIndex + $0] }) else { continue }
      for column in question.columns { fractions[column] = parent == 0 ? 0 : fractions[column] / parent }
    }
    return fractions
  }

  /// The fractions of all volunteers who gave each answer, from fractions of those who were asked the question.
  ///
  /// - Shape: a fraction for each column → the same.
  public func weighted(_ conditional: ArraySlice<Float>) -> [Float] {
    checkCount(conditional, "weighted")
    var fractions = Array(conditional)
    // A parent belongs to an earlier question, so it is weighted already.
    for question in questions {
      guard let parent = question.parentColumn else { continue }
      for column in question.columns { fractions[column] *= fractions[parent] }
    }
    return fractions
  }

  /// The weighted fractions of counted votes: of every question the fraction of its votes for each answer, times the
  /// weighted fraction of its parent. Where nobody was asked, the fractions are zero.
  ///
  /// - Shape: a count for each column → the same.
  public func weighted(counts: ArraySlice<Float>) -> [Float] {
    checkCount(counts, "weighted")
    var shares = Array(counts)
    for question in questions {
      let sum = question.columns.reduce(0) { $0 + shares[$1] }
      for column in question.columns { shares[column] = sum == 0 ? 0 : shares[column] / sum }
    }
    return weighted(shares[...])
  }

  private func checkCount(_ row: ArraySlice<Float>, _ operation: String) {
    require(
      row.count == columnCount, "DecisionTree.\(operation): expected \(columnCount) numbers, found \(row.count)")
  }
}
