// Vote fractions in the report of a run: baselines, single galaxies.
internal import GalaxyZoo
internal import ImageDatasets
internal import Reports
public import Training

extension VoteFractions {
  public func report(on material: ReportMaterial, progress: (WorkProgress) -> Void) throws -> TaskReport {
    let comparison = try comparison(material, progress: progress)
    return TaskReport(
      score: TaskReport.Score(name: "rmse", title: "RMSE"),
      reference: comparison.reference.map { ($0.name, $0.total) },
      sections: [
        comparison.section,
        DensityMap.section(pairs(material.answers)),
        GalaxySample.section(material.samples.map(GalaxySample.init), network: material.network),
      ])
  }

  private func comparison(
    _ material: ReportMaterial, progress: (WorkProgress) -> Void
  ) throws -> ScoreComparison {
    // Looking at the colours of all images takes as long as reading them.
    let baselines =
      try material.isWhole
      ? BaselineScores(
        of: GalaxyColors(material.images, progress: progress), training: material.trainingIdentifiers,
        validation: material.validation.identifiers)
      : BaselineScores(withoutColorsOf: material.training.labels, validation: material.validation.labels)
    let tables =
      [(material.network, material.scores as? ScoreTable)]
      + baselines.tables.map { ($0.baseline.title, $0.scores) }
    let scores = tables.compactMap { name, table in
      table.map { ScoreComparison.Score(name: name, total: $0.rmse, values: $0.perQuestion) }
    }
    return ScoreComparison(
      ScoreComparison.Words(
        title: "Error per question",
        explanation: "Root mean squared error over the validation images, for the checkpoint of lowest validation loss "
          + "and for predictors that do not look at shapes.",
        measure: "RMSE", row: ("question", "questions")),
      rows: DecisionTree.questions.map { "\($0.number) \($0.title)" }, main: scores[0],
      others: Array(scores.dropFirst()), reference: Baseline.means.title)
  }
}

extension VoteFractions {
  /// Voted and predicted fractions, question by question.
  private func pairs(_ answers: LabelledAnswers) -> [DensityMap] {
    DecisionTree.questions.map { question in
      DensityMap(
        title: "\(question.number) \(question.title)", across: "voted", up: "predicted", range: 0...1,
        points: zip(answers.labels, answers.answers).flatMap { label, answers in
          question.columns.map { (Double(label[$0]), Double(answers[$0])) }
        })
    }
  }
}

extension GalaxySample {
  fileprivate init(_ sample: ReportMaterial.Sample) {
    self.init(
      identifier: sample.identifier, picture: sample.picture,
      questions: Self.questions(answers: sample.answers, label: sample.label))
  }

  /// All questions about a galaxy, from its fractions.
  static func questions(answers: [Float], label: [Float]) -> [Question] {
    DecisionTree.questions.map { question in
      Question(
        title: question.title,
        answers: zip(question.columns, question.answers).map { column, title in
          BarPairs.Row(title, given: Double(label[column]), expected: Double(answers[column]))
        })
    }
  }
}

extension VoteFractions {
  /// The mean fractions.
  public func simplestAnswer(to labels: [[Float]]) -> (name: String, answers: [Float])? {
    ("column means", means(of: labels))
  }
}
