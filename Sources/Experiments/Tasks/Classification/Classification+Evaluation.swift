// Answers of a classifier beside the class: of one image, and class by class.
internal import ImageDatasets

extension Classification {
  /// The likeliest classes.
  public func tables(of answers: [Float], label: [Float]) -> AnswerTables {
    AnswerTables([
      ClassifiedPicture.table(
        titles: outputs.titles, truth: Int(label[0]), probabilities: answers.map(Double.init),
        mistake: "wrong: the class is \(outputs.titles[Int(label[0])])")
    ])
  }

  public static var partScore: PartScore { .accuracy }

  /// All images, then those of every class.
  public var partNames: [String] { ["all"] + outputs.names }

  public func parts(of answers: [Float], label: [Float]) -> [ScorePart] {
    let truth = Int(label[0])
    let hit = ScorePart(sum: largest(of: answers[...]) == truth ? 1 : 0, count: 1)
    return [hit] + outputs.names.indices.map { $0 == truth ? hit : ScorePart(sum: 0, count: 0) }
  }
}
