// Classes in the report of a run: confusion, single images.
internal import ImageDatasets
internal import Reports
public import Training

extension Classification {
  public func report(on material: ReportMaterial, progress: (WorkProgress) -> Void) throws -> TaskReport {
    let pictures = material.samples.map { sample in
      ClassifiedPicture(
        identifier: sample.identifier, picture: sample.picture, truth: Int(sample.label[0]),
        probabilities: sample.answers.map(Double.init))
    }
    let section = (material.scores as? ClassScores).map {
      ClassifiedPicture.section(titles: outputs.titles, confusion: $0.confusion, pictures: pictures)
    }
    return TaskReport(
      score: TaskReport.Score(
        name: "accuracy", title: "accuracy", others: [("top5_accuracy", "top-5 accuracy")]),
      sections: section.map { [$0] } ?? [])
  }
}

extension Classification {
  /// The largest class, the first of them where several are equal.
  public func simplestAnswer(to labels: [[Float]]) -> (name: String, answers: [Float])? {
    var counts = [Int](repeating: 0, count: outputs.count)
    for label in labels { counts[Int(label[0])] += 1 }
    let largest = counts.firstIndex(of: counts.max() ?? 0) ?? 0
    return (
      "the largest class (\(outputs.titles[largest]))", counts.indices.map { $0 == largest ? 1 : 0 }
    )
  }
}
