// People who look at a galaxy and answer questions.
internal import Foundation
package import Tensors

/// A crowd that walks the decision tree: everyone has a habit, some are careless, and opinions differ where little shows.
package enum Volunteers {
  /// The votes of 40 to 50 volunteers on a galaxy that makes the given impression.
  package static func classify(_ impression: Impression, random: inout RandomSource) -> VoteTally {
    var tally = VoteTally()
    for _ in 0..<(40 + random.integer(below: 11)) {
      var volunteer = Volunteer(from: &random)
      volunteer.walk(impression, votingIn: &tally, random: &random)
    }
    return tally
  }
}

/// One person's habits.
private struct Volunteer {
  /// How readily features are seen where others see none; a term of the score.
  let eagerness: Float
  /// How sharply impressions are told apart; a factor of the scores.
  let attention: Float
  /// Careless people answer anything. Their votes count less, as in Galaxy Zoo (Willett et al. 2013, section 3.2).
  let isCareless: Bool
  let weight: Double

  init(from random: inout RandomSource) {
    eagerness = 0.55 * random.normal()
    attention = exp(0.25 * random.normal())
    isCareless = random.bernoulli(0.04)
    let consistency = random.uniform()
    weight = isCareless ? 0.15 : 1 - 0.25 * Double(consistency * consistency * consistency)
  }

  mutating func walk(_ impression: Impression, votingIn tally: inout VoteTally, random: inout RandomSource) {
    var number: Int? = 1
    while let current = number {
      let question = DecisionTree.questions[current - 1]
      let answer = answer(to: question, scores: impression.scores[current - 1], random: &random)
      tally.votes[question.columns.lowerBound + answer] += weight
      number = question.next[answer]
    }
  }

  // Scores with noise from the Gumbel distribution: the largest wins as often as the logistic model says.
  private func answer(to question: DecisionTree.Question, scores: [Float], random: inout RandomSource) -> Int {
    if isCareless { return random.integer(below: question.answers.count) }
    var best = 0
    var highest = -Float.infinity
    for (answer, score) in scores.enumerated() {
      let noise = -log(-log(max(random.uniform(), 1e-7)))
      let seen = score * attention + habit(question: question.number, answer: answer) + noise
      if seen > highest { (best, highest) = (answer, seen) }
    }
    return best
  }

  // Eager people see features, bars, arms and oddities.
  private func habit(question: Int, answer: Int) -> Float {
    switch (question, answer) {
    case (1, 1), (3, 0), (4, 0), (6, 0): eagerness
    default: 0
    }
  }
}
