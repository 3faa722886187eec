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
