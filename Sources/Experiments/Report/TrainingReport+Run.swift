// The report of a run, gathered from its state and its data.
internal import GalaxyZoo
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

extension TrainingReport {
  private static let sampleCount = 8

  /// The facts about a run whose best network is `best`.
  init(
    configuration: RunConfiguration, best: TrainedNetwork, session: TrainingSession, history: [EpochRecord],
    list: GalaxyList, progress: (WorkProgress) -> Void
  ) throws {
    let recipe = configuration.recipe
    let layers = try NetworkRegistry.definition(named: recipe.network).layers(recipe.options)
    let split = (training: best.trainingIdentifiers, validation: best.validationIdentifiers)
    let colors = try GalaxyColors(list.selecting(identifiers: split.training + split.validation), progress: progress)
    let baselines = try BaselineScores(of: colors, training: split.training, validation: split.validation)
    let scores = best.network.scores(on: session.validation) {
      progress(WorkProgress("evaluating", $0, session.validation.count))
    }
    self.init(
      program: "galaxy \(galaxyVersion)", network: recipe.network,
      parameterCount: layers.reduce(0) { $0 + $1.parameters },
      settings: Self.settings(configuration, session), history: history,
      comparison: Comparison(
        questions: DecisionTree.questions.map { "\($0.number) \($0.title)" },
        network: scores.named(recipe.network),
        baselines: baselines.tables.map { $0.scores.named($0.baseline.title) }, reference: Baseline.means.title),
      samples: try Self.samples(best, session.validation, list))
  }

  private static func settings(_ configuration: RunConfiguration, _ session: TrainingSession) -> [Setting] {
    let recipe = configuration.recipe
    let preprocessing = recipe.preprocessing
    let colour = preprocessing.grayscale ? "grey" : "RGB"
    return [
      Setting("images", configuration.images), Setting("labels", configuration.labels),
      Setting("training galaxies", "\(session.training.count)"),
      Setting("validation galaxies", "\(session.validation.count)"),
      Setting("crop", "\(preprocessing.crop)"),
      Setting("input", "\(preprocessing.width) × \(preprocessing.height) \(colour)"),
      Setting("augmentation", recipe.augmentation.words),
      Setting("loss", recipe.loss.words), Setting("optimizer", "\(recipe.optimizer)"),
      Setting("learning rate", "\(recipe.learningRate), \(recipe.schedule)"),
      Setting("batch size", "\(recipe.batchSize)"), Setting("epochs", "\(recipe.epochs)"),
      Setting("early stopping", recipe.earlyStopping.map { "\($0)" } ?? "none"), Setting("seed", "\(recipe.seed)"),
    ]
  }

  /// Some validation galaxies, evenly spread over their identifiers.
  private static func samples(
    _ best: TrainedNetwork, _ validation: GalaxyData, _ list: GalaxyList
  ) throws -> [Sample] {
    let step = max(1, validation.count / sampleCount)
    let places = Array(stride(from: 0, to: validation.count, by: step).prefix(sampleCount))
    let predictions = best.network.prediction(validation.input(places)).scalars
    let sources = Dictionary(uniqueKeysWithValues: zip(list.identifiers, list.places))
    return try places.enumerated().map { slot, place in
      let truth = Array(validation.row(place))
      let prediction = Array(predictions[slot * truth.count..<(slot + 1) * truth.count])
      let identifier = validation.identifiers[place]
      return Sample(
        identifier: identifier, jpeg: try list.source.jpeg(at: sources[identifier, default: 0]),
        questions: DecisionTree.questions.map { question in
          Question(
            title: question.title,
            answers: zip(question.columns, question.answers).map { column, label in
              Answer(label, truth: Double(truth[column]), prediction: Double(prediction[column]))
            })
        })
    }
  }
}

extension ScoreTable {
  fileprivate func named(_ name: String) -> TrainingReport.Score {
    TrainingReport.Score(name: name, rmse: rmse, perQuestion: perQuestion)
  }
}

extension Augmentation {
  /// The ranges in words.
  fileprivate var words: String {
    var parts: [String] = []
    if flipsHorizontally || flipsVertically { parts.append("flips") }
    if rotation > 0 { parts.append("rotation ±\(rotation) turns") }
    if zoom > 0 { parts.append("zoom ±\(zoom)") }
    if contrast > 0 { parts.append("contrast ±\(contrast)") }
    if shift > 0 { parts.append("shift ±\(shift)") }
    if brightness > 0 { parts.append("brightness ±\(brightness)") }
    if colorAxis != .none { parts.append("colour jitter") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}
