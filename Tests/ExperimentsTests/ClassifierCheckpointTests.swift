// Checkpoints of classifiers, and what they predict.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import NeuralNetwork
import Tensors
import TestSupport
import Testing
import Training

@Suite struct ClassifierCheckpointTests {
  private let folder: TemporaryFolder
  private let path: String

  /// A run without an epoch on classes whose names need quotes.
  init() throws {
    folder = try TemporaryFolder()
    for (name, color) in [("a, b", "red"), ("say \"c\"", "green")] {
      for number in 0..<2 {
        try folder.write(ColoredSquares.jpeg(of: color, number: number), to: "images/\(name)/\(number).jpg")
      }
    }
    var recipe = try Recipe(network: "mobilenet-v1")
    recipe.setTask(Classification.self)
    recipe.setImageSize(32)
    recipe.options.widthMultiplier = 0.25
    recipe.epochs = 0
    recipe.frozen = ["*.norm.*"]
    let configuration = RunConfiguration(data: DataSet(images: folder.path("images")), recipe: recipe)
    _ = try TrainingRun(configuration, in: RunFolder(path: folder.path("run")), overwriting: false)
    path = folder.path("run/last.safetensors")
  }

  private func problem(_ change: (inout SafeTensors) throws -> Void) throws -> String? {
    var contents = try SafeTensors(path: path)
    try change(&contents)
    let changed = folder.path("changed.safetensors")
    try contents.write(to: changed)
    return message { _ = try TrainedNetwork(path: changed) }?.replacing("\(changed): ", with: "")
  }

  @Test func classesMustBeThere() throws {
    #expect(try problem { _ in } == nil)
    #expect(try problem { $0.metadata["classes"] = nil } == "its metadata lack classes")
    for classes in [
      "{}", #"{"names":["a"],"titles":["a"]}"#, #"{"names":["a","b"],"titles":["a"]}"#,
      #"{"names":["a","a"],"titles":["a","b"]}"#,
    ] {
      #expect(try problem { $0.metadata["classes"] = classes } == "its metadata hold no usable classes")
    }
    #expect(
      try problem { $0.metadata["classes"] = #"{"names":["a","b","c"],"titles":["a","b","c"]}"# }
        == "has 2 outputs, but names of 3")
  }

  @Test func olderRecipesLackNewSettings() throws {
    let trained = try TrainedNetwork(path: path)
    var contents = try SafeTensors(path: path)
    let recipe = try #require(contents.metadata["recipe"])
    let older = recipe.replacing(#""labelSmoothing":0,"#, with: "").replacing(#""precision":"standard","#, with: "")
      .replacing(#""frozen":["*.norm.*"]"#, with: #""frozen":"*.norm.*""#)
    #expect(older.count == recipe.count - 19 - 23 - 2)
    contents.metadata["recipe"] = older
    try contents.write(to: folder.path("older.safetensors"))
    #expect(try TrainedNetwork(path: folder.path("older.safetensors")).recipe == trained.recipe)
    #expect(try RunFolder(path: folder.path("run")).readConfiguration().recipe == trained.recipe)
  }

  @Test func predictionsAreQuotedAndDamagedImagesLeftOut() throws {
    let trained = try TrainedNetwork(path: path)
    try folder.write(ColoredSquares.jpeg(of: "red", number: 5), to: "flat/x, y.JPG")
    try folder.write(ColoredSquares.jpeg(of: "red", number: 6).prefix(300), to: "flat/z.jpg")
    let output = folder.path("p.csv")
    let prediction = try trained.predict(images: folder.path("flat"), to: output)
    #expect(prediction.count == 1 && prediction.failures.map(\.identifier) == ["z"])
    let lines = String(decoding: try folder.bytes("p.csv"), as: UTF8.self).split(separator: "\n")
    #expect(lines[0] == #"image,class,"a, b","say ""c""""#)
    #expect(lines.count == 2 && lines[1].hasPrefix(#""x, y.JPG",""#))
    try folder.remove("flat/x, y.JPG")
    let failure = message {
      _ = try trained.predict(images: folder.path("flat"), to: output)
    }
    #expect(failure?.hasPrefix(folder.path("flat") + "/z.jpg: ") == true)
    #expect(try folder.bytes("p.csv").count > 0)
  }
}
