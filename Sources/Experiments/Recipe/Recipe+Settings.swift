// The settings of a recipe: the table from which files, checks, reports and the command line follow.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

extension Recipe {
  /// Every setting, in the order of the properties.
  package static let settings: [RecipeSetting] = [
    RecipeSetting("network", \.network, parts: []),
    RecipeSetting(
      "options", \.options,
      parts: [
        .init("width multiplier", options: ["--width-multiplier"]) {
          $0.options.widthMultiplier == 1 ? nil : "\($0.options.widthMultiplier)"
        },
        .init("resolution", options: ["--resolution"]) { $0.options.imageSize.map { "\($0)" } },
        .init("head", options: ["--head"]) { $0.options.output.words },
      ]),
    RecipeSetting(
      "preprocessing", \.preprocessing,
      parts: [
        .init("crop", options: ["--crop"]) { "\($0.preprocessing.crop)" },
        .init("input", options: ["--size", "--grayscale", "--no-grayscale"]) { $0.preprocessing.inputWords },
      ], check: .own { try $0.checkSides() }),
    RecipeSetting(
      "augmentation", \.augmentation, "augmentation", option: "--augment", check: .own { try $0.check() }
    ) { $0.words },
    RecipeSetting("loss", \.loss, "loss", option: "--loss") { $0.words },
    RecipeSetting(
      "labelSmoothing", \.labelSmoothing, "label smoothing",
      check: .expecting("0 or more, but less than 1") { $0 >= 0 && $0 < 1 }
    ) { $0 == 0 ? "none" : "\($0)" },
    RecipeSetting("optimizer", \.optimizer, "optimizer", option: "--optimizer", check: .own { try $0.check() }),
    RecipeSetting(
      "learningRate", \.learningRate, "learning rate", option: "--learning-rate",
      check: .expecting("a positive number") { $0 > 0 && $0.isFinite }),
    RecipeSetting(
      "schedule", \.schedule,
      parts: [.init("learning-rate schedule", options: ["--schedule", "--warm-up"]) { "\($0.schedule)" }],
      check: .own { try $0.check() }),
    RecipeSetting("earlyStopping", optional: \.earlyStopping, "early stopping", check: .own { try $0.check() }) {
      $0.map { "\($0)" } ?? "none"
    },
    RecipeSetting(
      "batchSize", \.batchSize, "batch size", option: "--batch-size",
      check: .expecting("1 to 65536") { (1...65_536).contains($0) }),
    RecipeSetting(
      "epochs", \.epochs, "epochs", option: "--epochs", isFixedByRun: false, check: .expecting("0 or more") { $0 >= 0 }),
    RecipeSetting(
      "validationFraction", \.validationFraction, "held out for validation", option: "--validation-fraction",
      check: .expecting("a number between 0 and 1") { $0 > 0 && $0 < 1 }),
    RecipeSetting(
      "limit", optional: \.limit, "random sample", option: "--limit", check: .expecting("2 or more") { $0 >= 2 }
    ) { $0.map { "\($0) images" } },
    RecipeSetting(
      "frozen", \.frozen,
      parts: [
        .init("frozen", options: ["--freeze"]) { $0.frozen.isEmpty ? nil : $0.frozen.joined(separator: ", ") }
      ], leftOut: [], decode: { try $0.patterns(for: $1) }),
    RecipeSetting("precision", \.precision, "precision", option: "--precision") { $0.rawValue },
    RecipeSetting(
      "accumulate", \.accumulate, usual: 1, "parts of a batch", option: "--accumulate",
      check: .expecting("1 to 65536") { (1...65_536).contains($0) }
    ) { "\($0)" },
    RecipeSetting(
      "averageWeights", optional: \.averageWeights, "average of weights", option: "--average-weights",
      check: .expecting("0 or more, but less than 1") { $0 >= 0 && $0 < 1 }
    ) { $0.map { "moving, decay \($0)" } },
    RecipeSetting(
      "startsAtMeans", \.startsAtMeans, usual: false, "first predictions", option: "--start-at-means"
    ) { _ in "the labels' means" },
    RecipeSetting(
      "views", \.views, usual: 1, "views at prediction", option: "--prediction-views",
      check: .expecting(TestTimeView.lengths) { TestTimeView.list($0) != nil }
    ) { "\($0)" },
    RecipeSetting(
      "onBadBatch", \.onBadBatch, usual: .fail, "bad batches", option: "--on-bad-batch", isFixedByRun: false
    ) { $0 == .fail ? "end the run" : "are left out" },
    RecipeSetting("seed", \.seed, "seed", option: "--seed"),
    RecipeSetting("splitSeed", optional: \.splitSeed, "seed of the split", option: "--split-seed") {
      $0.map { "\($0)" }
    },
  ]

  /// What people see of the settings, those left out of which there is nothing to say.
  package var rows: [(label: String, value: String)] {
    Self.settings.flatMap(\.parts).compactMap { part in part.text(self).map { (part.label, $0) } }
  }

  /// The option of the command line that sets a property, which must be that of a setting with one option.
  package static func option(for property: PartialKeyPath<Recipe>) -> String {
    guard let option = settings.first(where: { $0.isSetting(of: property) })?.option else {
      fatalError("Recipe.option: the table of settings names no option for \(property)")
    }
    return option
  }
}

extension OutputFunction {
  /// In words; nil for those that a task always has.
  fileprivate var words: String? {
    switch self {
    case .sigmoid, .softmax, .identity, .concentrations: nil
    case .fractions: "fractions that obey the decision tree"
    }
  }
}
