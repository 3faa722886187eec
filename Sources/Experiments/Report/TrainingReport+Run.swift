// The report of a run, gathered from its state and its data.
internal import GalaxyZoo
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

extension TrainingReport {
  private static let sampleCount = 8

  /// The facts about a run whose best network is `best`; all that it was trained and validated on is among `images`.
  init(
    configuration: RunConfiguration, best: TrainedNetwork, session: TrainingSession, history: [EpochRecord],
    images: LabelledImages, progress: (WorkProgress) -> Void
  ) throws {
    let recipe = configuration.recipe
    let layers = try NetworkRegistry.definition(named: recipe.network).layers(recipe.options)
    self.init(
      program: "galaxy \(galaxyVersion)", network: recipe.network,
      parameterCount: layers.reduce(0) { $0 + $1.parameters },
      settings: Self.settings(configuration, session), history: history)
    let (scores, _) = best.network.scores(on: session.validation, loss: recipe.loss) {
      progress(WorkProgress("evaluating", $0, session.validation.count))
    }
    let shown = Self.samplePlaces(session.validation)
    let outputs = best.network.prediction(session.validation.input(shown)).scalars
    let rows = shown.indices.map { outputs[$0 * best.outputs.names.count..<($0 + 1) * best.outputs.names.count] }
    let identifiers = shown.map { session.validation.identifiers[$0] }
    let jpegs = try images.jpegs(of: identifiers)
    switch scores {
    case .fractions(let table):
      comparison = try Self.comparison(table, best, images, progress)
      samples = shown.indices.map { index in
        Sample(
          identifier: identifiers[index], jpeg: jpegs[index],
          questions: Self.questions(truth: session.validation.row(shown[index]), prediction: rows[index]))
      }
    case .classes(let scores):
      var pictures: [Classification.Picture] = []
      if case .classes(let classes) = session.validation.targets {
        pictures = shown.indices.map { index in
          Classification.Picture(
            identifier: identifiers[index], jpeg: jpegs[index], truth: classes.labels[shown[index]],
            probabilities: rows[index].map(Double.init))
        }
      }
      classification = Classification(
        titles: best.outputs.titles, confusion: scores.confusion, pictures: pictures)
    }
  }

  private static func comparison(
    _ scores: ScoreTable, _ best: TrainedNetwork, _ images: LabelledImages, _ progress: (WorkProgress) -> Void
  ) throws -> Comparison {
    let split = (training: best.trainingIdentifiers, validation: best.validationIdentifiers)
    let colors = try GalaxyColors(images.selecting(identifiers: split.training + split.validation), progress: progress)
    let baselines = try BaselineScores(of: colors, training: split.training, validation: split.validation)
    return Comparison(
      questions: DecisionTree.questions.map { "\($0.number) \($0.title)" },
      network: scores.named(best.recipe.network),
      baselines: baselines.tables.map { $0.scores.named($0.baseline.title) }, reference: Baseline.means.title)
  }

  private static func settings(_ configuration: RunConfiguration, _ session: TrainingSession) -> [Setting] {
    let recipe = configuration.recipe
    let preprocessing = recipe.preprocessing
    let colour = preprocessing.grayscale ? "grey" : "RGB"
    let noun = recipe.task == .regression ? "galaxies" : "images"
    var settings = [Setting("images", configuration.images)]
    if let labels = configuration.labels { settings.append(Setting("labels", labels)) }
    if let column = configuration.classColumn { settings.append(Setting("column of classes", column)) }
    if let images = configuration.validationImages { settings.append(Setting("validation images from", images)) }
    if let file = configuration.initialWeights { settings.append(Setting("weights to begin with", file)) }
    if !recipe.frozen.isEmpty { settings.append(Setting("frozen", recipe.frozen.joined(separator: ", "))) }
    settings += [
      Setting("training \(noun)", "\(session.training.count)"),
      Setting("validation \(noun)", "\(session.validation.count)"),
      Setting("crop", "\(preprocessing.crop)"),
      Setting("input", "\(preprocessing.width) × \(preprocessing.height) \(colour), \(preprocessing.scale.words)"),
      Setting("augmentation", recipe.augmentation.words),
      Setting("loss", recipe.loss.words), Setting("optimizer", "\(recipe.optimizer)"),
      Setting("learning rate", "\(recipe.learningRate), \(recipe.schedule)"),
      Setting("batch size", "\(recipe.batchSize)"), Setting("epochs", "\(recipe.epochs)"),
      Setting("early stopping", recipe.earlyStopping.map { "\($0)" } ?? "none"),
      Setting("precision", recipe.precision.rawValue), Setting("seed", "\(recipe.seed)"),
    ]
    return settings
  }

  /// Some validation images, evenly spread over their identifiers.
  private static func samplePlaces(_ validation: PreparedImages) -> [Int] {
    let step = max(1, validation.count / sampleCount)
    return Array(stride(from: 0, to: validation.count, by: step).prefix(sampleCount))
  }

  private static func questions(truth: ArraySlice<Float>, prediction: ArraySlice<Float>) -> [Question] {
    let (truth, prediction) = (Array(truth), Array(prediction))
    return DecisionTree.questions.map { question in
      Question(
        title: question.title,
        answers: zip(question.columns, question.answers).map { column, label in
          Answer(label, truth: Double(truth[column]), prediction: Double(prediction[column]))
        })
    }
  }
}

extension LabelledImages {
  /// The JPEG files of images that are in the list.
  fileprivate func jpegs(of wanted: [String]) throws -> [[UInt8]] {
    let places = Dictionary(uniqueKeysWithValues: zip(identifiers, places))
    return try wanted.compactMap { places[$0] }.map { try source.jpeg(at: $0) }
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
