// Classifiers from folders of classes: they learn, go on where they stopped, and know their classes.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

@Suite(.serialized) struct ClassificationRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func recipe(epochs: Int) throws -> Recipe {
    var recipe = try Recipe(network: "mobilenet-v1")
    recipe.setTask(Classification.self)
    recipe.setImageSize(32)
    recipe.options.widthMultiplier = 0.25
    recipe.batchSize = 8
    recipe.epochs = epochs
    recipe.learningRate = 2e-3
    recipe.validationFraction = 0.25
    return recipe
  }

  @discardableResult private func train(
    _ name: String, epochs: Int, images: String, _ change: (inout RunConfiguration) -> Void = { _ in }
  ) throws -> [String: Data] {
    var configuration = RunConfiguration(data: DataSet(images: images), recipe: try recipe(epochs: epochs))
    change(&configuration)
    var run = try TrainingRun(configuration, in: RunFolder(path: folder.path(name)), overwriting: true)
    try run.finish()
    return try folder.files(in: name)
  }

  private func resume(_ name: String, epochs: Int? = nil) throws -> [String: Data] {
    var run = try TrainingRun(resuming: RunFolder(path: folder.path(name)), epochs: epochs)
    try run.finish()
    return try folder.files(in: name)
  }

  @Test func taskDecidesHeadAndLoss() throws {
    var recipe = try Recipe(network: "mobilenet-v1")
    #expect(recipe.options.output == VoteFractions.output && recipe.loss == .meanSquaredError)
    recipe.setTask(Classification.self)
    #expect(recipe.options.output == .softmax && recipe.loss == .crossEntropy && recipe.labelSmoothing == 0)
    recipe.loss = .binaryCrossEntropy
    #expect(
      message { try recipe.check() }
        == "the loss binary-cross-entropy does not suit classes, which take cross-entropy or mse")
  }

  @Test func classifierLearnsColours() throws {
    let images = try ColoredSquares.write(16, to: "squares", in: folder)
    let files = try train("run", epochs: 20, images: images) {
      // With pixels left for batch norm to average over, even in small batches.
      $0.recipe.network = "mobilenet-v1-shallow"
      $0.recipe.setImageSize(64)
      $0.recipe.batchSize = 12
      $0.recipe.learningRate = 1e-3
      $0.recipe.augmentation = .none
      $0.recipe.labelSmoothing = 0.05
    }
    #expect(files.count == 5)
    let trained = try TrainedNetwork(path: folder.path("run"))
    #expect(trained.outputs.names == ["blue", "green", "red"] && trained.recipe.options.outputs == 3)
    #expect(trained.trainingIdentifiers.count == 36 && trained.validationIdentifiers.count == 12)
    let history = try TrainingHistory(reading: folder.path("run/history.csv")).epochs
    #expect(history.count == 20 && history[0].validation.names == ["loss", "accuracy", "top5_accuracy"])
    // Squares that it has never seen, in a folder where one class is missing.
    let others = try ColoredSquares.write(10, of: ["red", "green"], from: 100, to: "others", in: folder)
    let scores = try #require(try trained.evaluate(on: DataSet(images: others)).scores as? ClassScores)
    #expect(scores.count == 20 && scores.accuracy > 0.6 && scores.top5Accuracy == 1)
    #expect(scores.confusion.counts[0] == [0, 0, 0])
    #expect(scores.confusion.counts.map { $0.reduce(0, +) } == [0, 10, 10])
    #expect(scores.outputs == trained.outputs)
  }

  @Test func validationScoresAreThoseOfTheBestCheckpoint() throws {
    let images = try ColoredSquares.write(8, to: "squares", in: folder)
    try train("run", epochs: 3, images: images)
    let best = try #require(try TrainingHistory(reading: folder.path("run/history.csv")).epochs.best(by: "loss"))
    let trained = try TrainedNetwork(path: folder.path("run"))
    #expect(trained.epoch == best.epoch && trained.validationLoss == best.validation["loss"])
    let scores = try #require(
      try trained.evaluate(on: DataSet(images: images), subset: .validation).scores as? ClassScores)
    #expect(abs(scores.loss - (best.validation["loss"] ?? .nan)) < 1e-6 * (1 + scores.loss))
    #expect(scores.accuracy == best.validation["accuracy"])
    // The loss is minus the mean logarithm of the true class's probability.
    let list = try LabelledImages<Int>.classFolders(path: images).images
    let data = try list.selecting(list.positions(of: trained.validationIdentifiers)).load(
      preprocessing: trained.recipe.preprocessing
    ).batches
    let outputs = trained.network.prediction(for: data.input(Array(0..<data.count))).scalars
    let logarithms = data.identifiers.enumerated().map { index, identifier in
      let label = ColoredSquares.classes.firstIndex { identifier.hasPrefix($0 + "/") } ?? 0
      return log(Double(outputs[index * 3 + label]))
    }
    #expect(abs(scores.loss + logarithms.reduce(0, +) / Double(data.count)) < 1e-5)
  }

  @Test func resumedRunEqualsOneInOneGo() throws {
    let images = try ColoredSquares.write(6, to: "squares", in: folder)
    func change(_ configuration: inout RunConfiguration) {
      configuration.recipe.labelSmoothing = 0.1
      configuration.recipe.frozen = ["stem.*"]
    }
    let whole = try train("whole", epochs: 3, images: images, change)
    let begun = try train("run", epochs: 1, images: images, change)
    // A class that comes later is no part of the run and leaves its classes' numbers alone.
    try folder.write(ColoredSquares.jpeg(of: "red", number: 7), to: "squares/auburn/0.jpg")
    let resumed = try resume("run", epochs: 3)
    #expect(begun["last.safetensors"] != resumed["last.safetensors"])
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(resumed[name] == whole[name], "\(name)")
    }
  }

  @Test func weightsOfAnotherHeadAreAStart() throws {
    let images = try ColoredSquares.write(4, to: "squares", in: folder)
    let two = try ColoredSquares.write(4, of: ["red", "green"], to: "two", in: folder)
    try train("first", epochs: 1, images: images)
    let first = try TrainedNetwork(path: folder.path("first"))
    var notes: [String] = []
    var configuration = RunConfiguration(
      data: DataSet(images: two), initialWeights: folder.path("first"), recipe: try recipe(epochs: 0))
    configuration.recipe.frozen = ["blocks.*", "stem.*"]
    let run = try TrainingRun(configuration, in: RunFolder(path: folder.path("second")), overwriting: false) {
      if case .note(let text) = $0 { notes.append(text) }
    }
    #expect(
      notes.last?.hasPrefix("\(folder.path("first"))/best.safetensors: is for other outputs: ") == true
        && notes.last?.hasSuffix(" begin with values of their own") == true)
    let second = run.current.network.tensors
    let head = first.network.tensors.filter { second[$0.key]?.shape != $0.value.shape }
    #expect(head.count == 2)
    for (name, tensor) in first.network.tensors where head[name] == nil {
      #expect(second[name]?.scalars == tensor.scalars, "\(name)")
    }
    // What is frozen stays, statistics included, also when the weights to begin with are gone.
    try folder.remove("first")
    _ = try resume("second", epochs: 1)
    let after = try TrainedNetwork(path: folder.path("second/last.safetensors")).network.tensors
    for (name, tensor) in second {
      #expect((after[name]?.scalars == tensor.scalars) == !name.hasPrefix("classifier."), "\(name)")
    }
  }

  @Test func weightsThatDoNotFitAreNamed() throws {
    let images = try ColoredSquares.write(2, to: "squares", in: folder)
    try train("run", epochs: 0, images: images)
    let path = folder.path("run/last.safetensors")
    func problem(_ change: (inout Recipe) throws -> Void) throws -> String? {
      var configuration = RunConfiguration(
        data: DataSet(images: images), initialWeights: path, recipe: try recipe(epochs: 0))
      try change(&configuration.recipe)
      return message { _ = try TrainingRun(configuration, in: RunFolder(path: folder.path("no")), overwriting: false) }
    }
    #expect(
      try problem { $0.options.widthMultiplier = 0.5 }?
        .hasPrefix("\(path): the parameters do not fit the network: of another shape ") == true)
    #expect(
      try problem {
        $0 = try Recipe(network: "mobilenet-v2")
        $0.setTask(Classification.self)
      } == "\(path): holds weights of mobilenet-v1, expected mobilenet-v2")
    #expect(
      try problem { $0.frozen = ["blocks.*", "nothing.*"] }
        == "cannot freeze \"nothing.*\": it matches no parameter of the network")
    #expect(try folder.files()["no/config.yaml"] == nil)
  }

  @Test func foreignClassesAreNamed() throws {
    let images = try ColoredSquares.write(2, of: ["red", "green"], to: "squares", in: folder)
    try train("run", epochs: 0, images: images)
    let trained = try TrainedNetwork(path: folder.path("run/last.safetensors"))
    let all = try ColoredSquares.write(1, to: "all", in: folder)
    #expect(
      message { _ = try trained.evaluate(on: DataSet(images: all)) }
        == "\(all)/blue/0.jpg: belongs to the class blue, which the network was not trained on")
    let (galaxies, labels) = try SyntheticGalaxies.write(to: folder)
    #expect(
      message {
        _ = try trained.evaluate(on: DataSet(images: galaxies, labels: labels))
      }?.hasPrefix("\(galaxies)/100001.jpg: belongs to the class Class") == true)
  }

  /// In Unicode's eyes the two spellings of é are one text; as names of folders they are two.
  @Test func classesAreKnownByTheBytesOfTheirNames() throws {
    let names = ["cafe\u{301}", "caf\u{e9}"]
    try #require(names[0] == names[1])
    func write(_ classes: [(name: String, color: String)], to set: String, from first: Int = 0) throws -> String {
      for (name, color) in classes {
        for number in first..<first + 3 {
          try folder.write(ColoredSquares.jpeg(of: color, number: number), to: "\(set)/\(name)/\(number).jpg")
        }
      }
      return folder.path(set)
    }
    let (tea, decomposed, composed) = (("a tea", "blue"), (names[0], "green"), (names[1], "red"))
    let images = try write([tea, decomposed, composed], to: "set")
    try train("run", epochs: 1, images: images)
    #expect(try resume("run", epochs: 2)["report.html"] != nil)
    let trained = try TrainedNetwork(path: folder.path("run/last.safetensors"))
    #expect(trained.outputs.names.map(\.utf8.count) == [5, 6, 5])
    #expect(trained.outputs.names.dropFirst().map { Array($0.utf8) } == names.map { Array($0.utf8) })
    // Two of the three, which here have other numbers.
    let others = try write([decomposed, composed], to: "others", from: 100)
    let scores = try #require(try trained.evaluate(on: DataSet(images: others)).scores as? ClassScores)
    #expect(scores.count == 6 && scores.confusion.counts.map { $0.reduce(0, +) } == [0, 3, 3])

    let two = try write([tea, composed], to: "two")
    try train("other", epochs: 0, images: two)
    let other = try TrainedNetwork(path: folder.path("other/last.safetensors"))
    let problem = message { _ = try other.evaluate(on: DataSet(images: others)) }
    let path = "\(others)/\(names[0])/100.jpg: belongs to the class \(names[0]), which the network was not trained on"
    #expect(problem.map { Array($0.utf8) } == Array(path.utf8))
  }

  @Test func galaxiesAreClassifiedByTheirLargestAnswer() throws {
    let (images, labels) = try SyntheticGalaxies.write(to: folder)
    try train("run", epochs: 0, images: images) {
      $0.data.labels = labels
      $0.recipe.preprocessing.crop = .center(width: 200, height: 200)
    }
    let trained = try TrainedNetwork(path: folder.path("run/last.safetensors"))
    #expect(trained.outputs == VoteFractions().outputs && trained.task is Classification)
  }

  @Test func reportShowsConfusionAndPictures() throws {
    let images = try ColoredSquares.write(4, to: "squares", in: folder)
    let run = try train("run", epochs: 1, images: images)
    let page = try parseMarkup(String(decoding: try #require(run["report.html"]), as: UTF8.self))
    // Each image, among the best or the worst, and as the network sees it with and without evidence; the filters.
    #expect(page.all("img").count == 3 + 3 + 2 * 3 + 1)
    #expect(page.all("article").count == 3)
    #expect(
      page.all("h2").map(\.text) == [
        "Learning curves", "Classes", "Best and worst images", "Where the network looked",
        "What the first layer looks for", "Settings",
      ])
    let rows = page.all("tr").filter { ["blue", "green", "red"].contains($0.all("th").first?.text ?? "") }
    #expect(rows.count >= 3)
    #expect(!page.text.contains("RMSE") && !page.text.contains("galaxies"))
  }
}
