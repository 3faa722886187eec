// Votes counted, and turned into the fractions of a solutions file.
internal import Preconditions

/// Weighted votes for every answer of the decision tree.
package struct VoteTally: Sendable {
  /// The weight of the votes for every column.
  package var votes = [Double](repeating: 0, count: DecisionTree.columnCount)

  package init() {}

  /// The fractions of the columns in millionths, weighted as in the challenge: the answers of a question sum to the
  /// column that led to it.
  ///
  /// Counted in integers, so that the sums hold exactly, and in what a file says too.
  package var millionths: [Int] {
    var result = [Int](repeating: 0, count: DecisionTree.columnCount)
    // A question's parent may have a higher number: question 8 hangs on 6, 9 on 2.
    var pending = DecisionTree.questions
    var known = Set<Int>()
    while !pending.isEmpty {
      let ready = pending.filter { $0.parentColumn.map(known.contains) ?? true }
      require(!ready.isEmpty, "VoteTally: the decision tree has a circle")
      for question in ready {
        let total = question.parentColumn.map { result[$0] } ?? 1_000_000
        var weights = Array(votes[question.columns])
        // Where all saw a star, nobody was asked whether it is odd; the challenge's rows sum to 1 all the same.
        if !weights.contains(where: { $0 > 0 }) { weights[weights.count - 1] = 1 }
        result.replaceSubrange(question.columns, with: Self.apportioned(total, by: weights))
        known.formUnion(question.columns)
      }
      pending.removeAll { question in ready.contains { $0.number == question.number } }
    }
    return result
  }

  /// `total` cut into integers in proportion to `weights` by the method of largest remainders (Hamilton 1792).
  static func apportioned(_ total: Int, by weights: [Double]) -> [Int] {
    let sum = weights.reduce(0, +)
    let exact = weights.map { Double(total) * $0 / sum }
    var shares = exact.map { Int($0.rounded(.down)) }
    let byRemainder = weights.indices.sorted { left, right in
      let (a, b) = (exact[left] - Double(shares[left]), exact[right] - Double(shares[right]))
      return a == b ? left < right : a > b
    }
    for index in byRemainder.prefix(total - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
  }
}
