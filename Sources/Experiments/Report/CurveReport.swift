// The course of a run in its report: key figures, curves.
internal import Reports
internal import Training

/// The epochs of a run, by the score of its task.
struct CurveReport {
  private let report: TaskReport
  private let history: [EpochRecord]

  init(_ report: TaskReport, history: [EpochRecord]) {
    self.report = report
    self.history = history
  }

  private var best: EpochRecord? { history.best(by: "loss") }

  /// The numbers that matter most.
  var figures: [KeyFigure] {
    guard let best, let score = best.validation[report.score.name], let loss = best.validation["loss"] else {
      return []
    }
    var figures = [
      KeyFigure(
        NumberText.fixed(score, decimals: 4), "validation \(report.score.title), at epoch \(best.epoch)", isMain: true)
    ]
    if let reference = report.reference {
      figures += [
        KeyFigure(NumberText.fixed(reference.value, decimals: 4), "\(report.score.title) of the \(reference.name)"),
        KeyFigure(
          NumberText.fixed(score / reference.value, decimals: 3), "ratio of the two; below 1, the network is better"),
      ]
    } else {
      figures.append(KeyFigure(NumberText.fixed(loss, decimals: 4), "lowest validation loss"))
    }
    return figures
  }

  /// Charts and table.
  var curves: EpochCurves {
    func validation(_ name: String) -> [Double] { history.map { $0.validation[name] ?? .nan } }
    let losses = (training: history.map { $0.training["loss"] ?? .nan }, validation: validation("loss"))
    let scores = [(name: report.score.name, title: report.score.title)] + report.score.others
    return EpochCurves(
      columns: [
        EpochCurves.Column(name: "training loss", values: losses.training),
        EpochCurves.Column(name: "validation loss", values: losses.validation),
      ] + scores.map { EpochCurves.Column(name: $0.title, values: validation($0.name)) } + [
        EpochCurves.Column(name: "learning rate", values: history.map(\.learningRate)) { NumberText.significant($0) },
        EpochCurves.Column(name: "seconds", values: history.map(\.seconds)) { NumberText.fixed($0, decimals: 1) },
        EpochCurves.Column(name: "images per second", values: history.map(\.imagesPerSecond)) {
          NumberText.fixed($0, decimals: 0)
        },
      ],
      charts: [
        EpochCurves.Chart(
          title: "Validation \(report.score.title)",
          subject: "the validation \(scores.map(\.title).joined(separator: " and the "))",
          lines: scores.map { (scores.count == 1 ? "validation" : $0.title, validation($0.name)) }, labelsBest: true,
          reference: report.reference.map { ("\($0.name) \(NumberText.fixed($0.value, decimals: 4))", $0.value) }),
        EpochCurves.Chart(
          title: "Loss", subject: "the training loss and the validation loss",
          lines: [("validation", losses.validation), ("training", losses.training)]),
      ], best: best?.epoch)
  }
}
