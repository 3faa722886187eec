// How far volunteers disagree about a galaxy.
internal import Foundation

extension DecisionTree {
  /// The mean entropy of the answers to the questions, from 0, where all volunteers agree, to 1, where the answers to every
  /// question are spread evenly; a question weighs as much as the fraction of volunteers who came to it.
  ///
  /// - Shape: the weighted fractions, one for each column.
  public func disagreement(in row: ArraySlice<Float>) -> Double {
    let (shares, fractions) = (conditional(row), Array(row))
    var (sum, weights) = (0.0, 0.0)
    for question in questions where question.answers.count > 1 {
      let weight = question.parentColumn.map { Double(fractions[$0]) } ?? 1
      let entropy = question.columns.reduce(0.0) { entropy, column in
        let share = Double(shares[column])
        return share > 0 ? entropy - share * log(share) : entropy
      }
      sum += weight * entropy / log(Double(question.answers.count))
      weights += weight
    }
    return weights > 0 ? sum / weights : 0
  }
}
