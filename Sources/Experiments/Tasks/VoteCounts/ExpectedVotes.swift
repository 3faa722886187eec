// What concentrations say about a question's answers.
internal import GalaxyZoo

/// The Dirichlet distribution of the answers to one question.
package struct ExpectedVotes: Sendable {
  private let concentrations: [Double]
  private let sum: Double

  /// The distribution of the given concentrations, positive, one for each answer.
  package init(concentrations: some Sequence<Float>) {
    self.concentrations = concentrations.map(Double.init)
    sum = self.concentrations.reduce(0, +)
  }

  /// The expected fraction of each answer among those who are asked.
  package var fractions: [Double] { concentrations.map { $0 / sum } }

  /// The central interval that holds the fraction of an answer with the given probability.
  package func interval(ofAnswer index: Int, probability: Double) -> ClosedRange<Double> {
    let answer = BetaDistribution(concentrations[index], sum - concentrations[index])
    let tail = (1 - probability) / 2
    let (low, high) = (answer.quantile(tail), answer.quantile(1 - tail))
    return low...max(low, high)
  }
}
