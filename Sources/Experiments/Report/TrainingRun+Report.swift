// The page of a run: curves, what its best network can do, settings.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
package import Reports
package import Training

extension TrainingRun {
  /// What writes the report while the run goes on.
  func makeReporter() -> RunReporter { RunReporter(folder: folder, page: RunPage(self)) }

  /// The report of the run, whose best network is `best`.
  package func page(best: TrainedNetwork, progress: (WorkProgress) -> Void) throws -> Page {
    let page = RunPage(self)
    return try page.page(try page.body(best: best, isWhole: true, progress: progress), history: history)
  }
}

/// Everything about a run that its report is made of, but for how far it has come.
struct RunPage {
  var configuration: RunConfiguration
  let networks: NetworkRegistry
  let data: RunData
  let task: any LearningTask

  /// What is said of the best network, which only changes with it.
  struct Body {
    let task: TaskReport
    let looks: [HTML]
  }

  init(_ run: TrainingRun) {
    configuration = run.configuration
    networks = run.networks
    data = run.data
    task = run.current.task
  }

  private static let sampleCount = 8

  /// What is to be said of the best network.
  ///
  /// - Parameters:
  ///   - best: the network.
  ///   - answers: its answers for the held-out images; they are computed if nil.
  ///   - isWhole: whether there is time to look at all images of the run.
  ///   - progress: told how far long work has come.
  func body(
    best: TrainedNetwork, answers: [[Float]]? = nil, isWhole: Bool, progress: (WorkProgress) -> Void
  ) throws -> Body {
    let answers = try answers ?? best.answers(on: data.validationSource, progress: progress)
    var labelled = LabelledAnswers(task: best.task)
    for (index, row) in answers.enumerated() {
      labelled.append(data.validation.identifiers[index], row, label: data.validation.labels[index])
    }
    let material = ReportMaterial(
      network: configuration.recipe.network, trainingIdentifiers: best.trainingIdentifiers, images: data.images,
      training: data.training, validation: data.validation, answers: labelled,
      scores: labelled.scores(loss: best.recipe.loss), samples: try data.samples(Self.sampleCount, answers: answers),
      isWhole: isWhole)
    let report = try best.task.report(on: material, progress: progress)
    let extremes = try ExtremeImages(labelled, of: data)
    return Body(task: report, looks: [extremes.section] + (try looks(of: best)))
  }

  /// The page of a run that has come so far; nothing is said of the network where there is no body.
  func page(_ body: Body?, history: [EpochRecord]) throws -> Page {
    let definition = try networks.definition(named: configuration.recipe.network)
    let parameters = try definition.graph(configuration.recipe.options).parameterCount
    let curves = body.map { CurveReport($0.task, history: history) }
    return Page(
      title: configuration.recipe.network, kicker: "Training report",
      lede: "\(NumberText.count(parameters)) parameters, \(extent(history)).", figures: curves?.figures ?? [],
      sections: [curves?.curves.section ?? EpochCurves(columns: [], charts: [], best: nil).section]
        + (body.map { $0.task.sections + $0.looks } ?? []) + [SettingsTable(settings).section],
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

  private func extent(_ history: [EpochRecord]) -> String {
    if history.isEmpty { return "no epoch completed yet" }
    let duration = NumberText.duration(seconds: history.reduce(0) { $0 + $1.seconds })
    return "trained for \(history.count) \(history.count == 1 ? "epoch" : "epochs") in \(duration)"
  }

  private var settings: [(label: String, value: String)] {
    let noun = type(of: task).imageNoun
    let (files, recipe) = (configuration.data, configuration.recipe)
    let rows: [(label: String, value: String?)] = [
      ("images", files.images), ("labels", files.labels), ("column of names", files.idColumn),
      ("column of classes", files.classColumn), ("targets", files.targets?.joined(separator: ", ")),
      ("validation images from", files.validationImages), ("split of", configuration.split),
      ("weights to begin with", configuration.initialWeights), ("training \(noun)", "\(data.training.count)"),
      ("validation \(noun)", "\(data.validation.count)"),
    ]
    return rows.compactMap { row in row.value.map { (row.label, $0) } } + recipe.rows
  }
}
