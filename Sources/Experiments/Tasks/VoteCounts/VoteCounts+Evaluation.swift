// Expected votes beside those that were counted: of one galaxy, and question by question.
internal import GalaxyZoo
internal import Reports

extension VoteCounts {
  /// The questions that somebody was asked: the fractions of those who were.
  public func tables(of answers: [Float], label: [Float]) -> AnswerTables {
    AnswerTables(
      tree.questions.compactMap { question in
        let votes = question.columns.reduce(0) { $0 + label[$1] }
        guard votes > 0 else { return nil }
        let expected = ExpectedVotes(concentrations: answers[question.columns]).fractions
        return BarPairs(
          title: "\(question.title), \(NumberText.significant(Double(votes))) votes",
          headings: ("answer", "volunteers", "expected"),
          rows: question.answers.indices.map { index in
            BarPairs.Row(
              question.answers[index], given: Double(label[question.columns.lowerBound + index] / votes),
              expected: expected[index])
          }
        ).table
      })
  }

  /// In all, then every question.
  public var partNames: [String] { ["all"] + tree.questions.map(\.title) }

  /// Of weighted fractions.
  public func parts(of answers: [Float], label: [Float]) -> [ScorePart] {
    let differences = tree.fractionErrors(concentrations: answers[...], counts: label[...])
    return [ScorePart(squares: differences)] + tree.questions.map { ScorePart(squares: differences[$0.columns]) }
  }
}
