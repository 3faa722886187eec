// The table of settings: that it is complete, and what follows from it.
import DataFiles
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Images
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite struct RecipeSettingTests {
  /// A recipe as a version before the table wrote it.
  private static let written = """
    augmentation:
      border: reflect
      brightness: 0.0
      colorAxis:
        blue: 0.0
        green: 0.0
        red: 0.0
      contrast: 0.05
      flipsHorizontally: true
      flipsVertically: true
      rotation: 0.3
      shift: 0.0
      zoom: 0.1
    batchSize: 64
    epochs: 0
    frozen: []
    labelSmoothing: 0.0
    learningRate: 0.001
    loss: mse
    network: hildebrandt
    optimizer:
      adam:
        beta1: 0.9
        beta2: 0.999
        epsilon: 1e-07
    options:
      head: sigmoid
      outputs: 37
      widthMultiplier: 1.0
    precision: standard
    preprocessing:
      crop: regionOfInterest
      filter: area
      grayscale: true
      height: 150
      scale: unit
      width: 150
    schedule:
      constant: {}
    seed: 0
    validationFraction: 0.2

    """

  /// What a version before the table wrote into a checkpoint's metadata, with every setting that may be nil.
  private static let stored = """
    {"augmentation":{"border":"reflect","brightness":0,"colorAxis":{"blue":0,"green":0,"red":0},"contrast":0,\
    "flipsHorizontally":true,"flipsVertically":false,"rotation":0,"shift":0.1,"zoom":0.1},"batchSize":32,\
    "earlyStopping":{"minimumDelta":0,"patience":7},"epochs":0,"frozen":["blocks.*"],"labelSmoothing":0.1,\
    "learningRate":1e-06,"limit":9,"loss":"mse","network":"mobilenet-v1","optimizer":{"rmsProp":{"epsilon":1e-07,\
    "isCentered":false,"momentum":0,"rho":0.9}},"options":{"head":"sigmoid","outputs":37,"resolution":32,\
    "widthMultiplier":0.25},"precision":"standard","preprocessing":{"crop":"center:212x200","filter":"bicubic",\
    "grayscale":false,"height":32,"scale":"levels","width":32},"schedule":{"plateau":{"cooldown":0,"factor":0.5,\
    "floor":0,"minimumDelta":0.0001,"patience":2}},"seed":3,"splitSeed":4,"validationFraction":0.1}
    """

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A recipe read from a file of the given text.
  private func recipe(_ text: String) throws -> Recipe {
    try folder.write(text, to: "recipe.yaml")
    return try Recipe(path: folder.path("recipe.yaml"))
  }

  private func encoded(_ recipe: Recipe) throws -> [String: Any] {
    let data = try JSONEncoder().encode(recipe)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func everyPropertyIsASetting() throws {
    let properties = Mirror(reflecting: try Recipe(network: "hildebrandt")).children.compactMap(\.label)
    #expect(Recipe.settings.map(\.name) == properties)
    let options = Recipe.settings.flatMap(\.options)
    #expect(Set(options).count == options.count && options.allSatisfy { $0.hasPrefix("--") })
  }

  @Test func optionsAreNamedByProperties() {
    #expect(Recipe.option(for: \Recipe.batchSize) == "--batch-size")
    #expect(Recipe.option(for: \Recipe.splitSeed) == "--split-seed")
    #expect(Recipe.settings.filter { !$0.isFixedByRun }.map(\.name) == ["epochs", "onBadBatch"])
  }

  @Test func filesOfEarlierVersionsAreReadAndWrittenAlike() throws {
    var expected = try Recipe(network: "hildebrandt")
    expected.epochs = 0
    #expect(try recipe(Self.written) == expected)
    let small = try SmallRun()
    var configuration = try small.configuration(epochs: 0)
    configuration.recipe = expected
    _ = try TrainingRun(configuration, in: small.runFolder("run"), overwriting: false)
    let text = String(decoding: try small.folder.bytes("run/config.yaml"), as: UTF8.self)
    let indented = Self.written.split(separator: "\n").map { "  \($0)\n" }.joined()
    #expect(text.hasSuffix("recipe:\n" + indented))
  }

  @Test func metadataOfEarlierVersionsAreReadAndWrittenAlike() throws {
    var expected = try Recipe(network: "mobilenet-v1")
    expected.options = NetworkOptions(widthMultiplier: 0.25, imageSize: 32)
    expected.preprocessing = Preprocessing(
      crop: .center(width: 212, height: 200), width: 32, height: 32, filter: .bicubic, grayscale: false, scale: .levels)
    expected.optimizer = .rmsProp()
    expected.earlyStopping = EarlyStopping(patience: 7)
    (expected.labelSmoothing, expected.learningRate, expected.epochs) = (0.1, 1e-6, 0)
    (expected.frozen, expected.limit, expected.seed, expected.splitSeed) = (["blocks.*"], 9, 3, 4)
    #expect(try JSONDecoder().decode(Recipe.self, from: Data(Self.stored.utf8)) == expected)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    #expect(String(decoding: try encoder.encode(expected), as: UTF8.self) == Self.stored)
  }

  @Test func settingsLeftOutAreTheAuthors() throws {
    var author = try Recipe(network: "lawlor-vgg16")
    #expect(author.earlyStopping != nil)
    author.earlyStopping = nil
    author.batchSize = 5
    #expect(try recipe("network: lawlor-vgg16\nbatchSize: 5\n") == author)
    author.earlyStopping = EarlyStopping(patience: 3)
    #expect(
      try recipe("network: lawlor-vgg16\nbatchSize: 5\nearlyStopping: {patience: 3, minimumDelta: 0}\n") == author)
  }

  @Test func whatMayBeNilIsWrittenOnlyWhereItIsNot() throws {
    var recipe = try Recipe(network: "hildebrandt")
    let optional = [
      "accumulate", "averageWeights", "earlyStopping", "limit", "onBadBatch", "splitSeed", "startsAtMeans",
      "views",
    ]
    let bare = try encoded(recipe)
    #expect(Set(bare.keys) == Set(Recipe.settings.map(\.name)).subtracting(optional))
    recipe.splitSeed = 7
    recipe.limit = 100
    recipe.onBadBatch = .skip
    recipe.accumulate = 4
    recipe.averageWeights = 0.99
    recipe.views = 8
    recipe.startsAtMeans = true
    recipe.earlyStopping = EarlyStopping(patience: 2)
    let full = try encoded(recipe)
    #expect(Set(full.keys) == Set(Recipe.settings.map(\.name)))
    #expect(full["splitSeed"] as? Int == 7)
    #expect(try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(recipe)) == recipe)
  }

  @Test func settingsAreReadAsPeopleSayThem() throws {
    var recipe = try Recipe(network: "lawlor-vgg16")
    recipe.augmentation = Augmentation(
      flipsHorizontally: true, zoom: 0.1, brightness: 0.2, colorAxis: .init(red: 0.5, green: 0.25, blue: 0))
    recipe.splitSeed = 4
    #expect(
      recipe.rows.map { "\($0.label): \($0.value)" } == [
        "crop: center:212x212", "input: 106 × 106 RGB, 0 to 255",
        "augmentation: flips left to right, zoom ±0.1, brightness ±0.2, colour jitter along (0.5, 0.25, 0.0); "
          + "no rotation, contrast or shift",
        "loss: mean squared error", "label smoothing: none", "optimizer: RMSProp, rho 0.9", "learning rate: 1e-06",
        "learning-rate schedule: constant", "early stopping: after 7 epochs without a lower validation loss",
        "batch size: 32", "epochs: 50", "held out for validation: 0.065", "precision: standard", "seed: 0",
        "seed of the split: 4",
      ])
    recipe.options.widthMultiplier = 0.5
    recipe.setImageSize(ImageSize(height: 48, width: 64))
    recipe.limit = 100
    recipe.frozen = ["stem.*", "blocks.*"]
    let rows = recipe.rows.map { "\($0.label): \($0.value)" }
    for row in [
      "width multiplier: 0.5", "resolution: 64x48", "input: 64 × 48 RGB, 0 to 255", "random sample: 100 images",
      "frozen: stem.*, blocks.*",
    ] {
      #expect(rows.contains(row), "\(row)")
    }
  }

  @Test func senselessAugmentationIsNamed() throws {
    func problem(_ change: (inout Augmentation) -> Void) throws -> String? {
      var recipe = try Recipe(network: "hildebrandt")
      change(&recipe.augmentation)
      return message { try recipe.check() }
    }
    let fraction = "expected 0 or more, but less than 1, found"
    let cases: [(String, (inout Augmentation) -> Void)] = [
      ("augmentation.rotation: expected 0 to 1000 turns, found -0.1", { $0.rotation = -0.1 }),
      ("augmentation.rotation: expected 0 to 1000 turns, found nan", { $0.rotation = .nan }),
      // Within single precision, unlike its double.
      ("augmentation.rotation: expected 0 to 1000 turns, found 3e+38", { $0.rotation = 3e38 }),
      ("augmentation.zoom: \(fraction) 1.0", { $0.zoom = 1 }),
      ("augmentation.zoom: \(fraction) nan", { $0.zoom = .nan }),
      ("augmentation.contrast: \(fraction) -1.0", { $0.contrast = -1 }),
      ("augmentation.shift: \(fraction) 1.5", { $0.shift = 1.5 }),
      ("augmentation.brightness: \(fraction) inf", { $0.brightness = .infinity }),
      ("augmentation.colorAxis.green: expected a number from -1 to 1, found nan", { $0.colorAxis.green = .nan }),
    ]
    for (expected, change) in cases { #expect(try problem(change) == expected) }
    #expect(try problem { $0 = Augmentation(rotation: 20, zoom: 0.99, contrast: 0.99, shift: 0.99) } == nil)
  }
}
