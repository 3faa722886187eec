// The report of a run, gathered from its state and its data.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
package import Reports
package import Training

extension TrainingRun {
  private static let sampleCount = 8

  /// The report of the run, whose best network is `best`.
  package func page(best: TrainedNetwork, progress: (WorkProgress) -> Void) throws -> Page {
    let material = ReportMaterial(
      network: configuration.recipe.network, trainingIdentifiers: best.trainingIdentifiers, images: data.images,
      validation: data.validation, scores: try best.scores(on: data.validationSource, progress: progress),
      samples: try data.samples(Self.sampleCount, of: best))
    let report = try best.task.report(on: material, progress: progress)
    let definition = try networks.definition(named: configuration.recipe.network)
    let parameters = try definition.graph(configuration.recipe.options).parameterCount
    return Page(
      title: configuration.recipe.network, kicker: "Training report",
      lede: "\(NumberText.count(parameters)) parameters, \(extent).", figures: figures(report),
      sections: [curves(report).section] + report.sections + (try looks(of: best)) + [SettingsTable(settings).section],
      program: "galaxy \(galaxyVersion)")
  }

  /// Where the network looked, and what its first layer looks for.
  private func looks(of best: TrainedNetwork) throws -> [HTML] {
    let chosen = data.samplePositions(Self.sampleCount)
    let input = try data.validationSource.batch(chosen, epoch: nil).input
    let evidence = EvidencePictures(
      of: input, identifiers: chosen.map { data.validation.identifiers[$0] }, by: best)
    let filters = FilterSheet(of: best.network, channels: best.recipe.preprocessing.channels)
    return [evidence.section] + [filters?.section].compactMap { $0 }
  }

  private var extent: String {
    if history.isEmpty { return "no epoch completed yet" }
    let duration = NumberText.duration(seconds: history.reduce(0) { $0 + $1.seconds })
    return "trained for \(history.count) \(history.count == 1 ? "epoch" : "epochs") in \(duration)"
  }

  private func figures(_ report: TaskReport) -> [KeyFigure] {
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

  private func curves(_ report: TaskReport) -> EpochCurves {
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

  private var settings: [(label: String, value: String)] {
    let noun = type(of: current.task).imageNoun
    let (data, recipe) = (configuration.data, configuration.recipe)
    let rows: [(label: String, value: String?)] = [
      ("images", data.images), ("labels", data.labels), ("column of names", data.idColumn),
      ("column of classes", data.classColumn), ("targets", data.targets?.joined(separator: ", ")),
      ("validation images from", data.validationImages), ("split of", configuration.split),
      ("weights to begin with", configuration.initialWeights), ("training \(noun)", "\(trainingCount)"),
      ("validation \(noun)", "\(validationCount)"),
    ]
    return rows.compactMap { row in row.value.map { (row.label, $0) } } + recipe.rows
  }
}
