// Vote fractions beside those that are known: of one galaxy, and question by question.
internal import GalaxyZoo

extension VoteFractions {
  /// The questions that enough volunteers came to, or should have, by the network.
  public func tables(of answers: [Float], label: [Float]) -> AnswerTables {
    AnswerTables(GalaxySample.questions(answers: answers, label: label).filter(\.isNotable).map(\.table))
  }

  /// In all, then every question.
  public var partNames: [String] { ["all"] + DecisionTree.questions.map { "\($0.number) \($0.title)" } }

  public func parts(of answers: [Float], label: [Float]) -> [ScorePart] {
    let differences = zip(answers, label).map { Double($0) - Double($1) }
    return [ScorePart(squares: differences)]
      + DecisionTree.questions.map { ScorePart(squares: differences[$0.columns]) }
  }
}
