// galaxy embed: features in the order of their names, from the layer that was asked for.
import Experiments
import Foundation
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct EmbedTests {
  private let place: Workplace
  private let arguments = ["embed", "--checkpoint", "run", "--images", "images", "--output"]

  init() throws { place = try Workplace.withRun() }

  private func file(_ name: String) throws -> (features: Tensor, identifiers: [String], layer: String?) {
    let contents = try SafeTensors(path: place.folder.path(name))
    let names = try #require(contents.metadata["identifiers"])
    return (
      try #require(contents.tensors["features"]), try JSONDecoder().decode([String].self, from: Data(names.utf8)),
      contents.metadata["layer"]
    )
  }

  /// The head's product with the features is what the network predicts.
  @Test func featuresAreWhatTheHeadJudgesBy() throws {
    let result = try place.galaxy(arguments + ["f.safetensors", "--layer", "classifier.dropout.2"])
    #expect(result.status == 0 && result.output == "")
    let (features, identifiers, layer) = try file("f.safetensors")
    #expect(identifiers == SyntheticGalaxies.identifiers && features.shape == [12, 256])
    #expect(layer == "classifier.dropout.2")
    #expect(
      result.errors == "12 images, 256 features each of layer classifier.dropout.2, in f.safetensors\n")
    let trained = try TrainedNetwork(path: place.folder.path("run"))
    let weight = try #require(trained.network.tensors["classifier.2.weight"])
    let bias = try #require(trained.network.tensors["classifier.2.bias"]).scalars
    let image = [UInt8](try place.folder.bytes("images/100004.jpg"))
    let expected = try trained.predict(encoded: [image])[0]
    for output in [0, 20, 36] {
      let logit = (0..<256).reduce(Double(bias[output])) {
        $0 + Double(features.scalars[3 * 256 + $1]) * Double(weight.scalars[$1 * 37 + output])
      }
      #expect(abs(1 / (1 + exp(-logit)) - Double(expected[output])) < 1e-5)
    }
  }

  /// The image of the largest mean distance to five others, by the features in the file, all pairs one by one.
  private func oddest(_ name: String) throws -> String {
    let (features, identifiers, _) = try file(name)
    let width = features.shape.count / identifiers.count
    let rows = identifiers.indices.map { features.scalars[$0 * width..<($0 + 1) * width].map(Double.init) }
    let deviations = (0..<width).map { feature in
      let mean = rows.reduce(0) { $0 + $1[feature] } / Double(rows.count)
      return (rows.reduce(0) { $0 + pow($1[feature] - mean, 2) } / Double(rows.count)).squareRoot()
    }
    let oddness = rows.map { row in
      let distances = rows.map { other in
        zip(zip(row, other), deviations).reduce(0) { $1.1 > 0 ? $0 + pow(($1.0.0 - $1.0.1) / $1.1, 2) : $0 }
          .squareRoot()
      }
      return distances.sorted()[1...5].reduce(0, +)
    }
    return identifiers[oddness.indices.max { oddness[$0] < oddness[$1] } ?? 0]
  }

  @Test func aSheetShowsTheNearestAndTheOddest() throws {
    try place.folder.write(ColoredSquares.jpeg(of: "red", number: 1), to: "images/square.jpg")
    let result = try place.galaxy(
      ["embed", "--checkpoint", "run", "--images", "images", "--sheet", "sheet.html"]
        + ["--neighbours-of", "100003,100005.jpg", "--output", "f.safetensors"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errorLines.last == "the nearest and the oddest of 13 images are in sheet.html")
    let page = try place.text(of: "sheet.html")
    #expect(page.contains("<h2>Nearest to 100003</h2>") && page.contains("<h2>Nearest to 100005</h2>"))
    let odd = try #require(page.components(separatedBy: "<h2>The oddest images</h2>").last)
    let first = try #require(odd.components(separatedBy: "<b>")[1].components(separatedBy: "</b>").first)
    #expect(try first == oddest("f.safetensors"))
    // Each of two with eleven neighbours, then all.
    #expect(page.components(separatedBy: "<img ").count - 1 == 2 * 12 + 13)
    if let browser = Browser.installed {
      let view = try browser.view(place.folder.path("sheet.html"), width: 390, in: place.folder)
      #expect(view == Browser.View(decoded: 37, pictures: 37, overflow: 0, foreign: 0))
    }
    let images = ["embed", "--checkpoint", "run", "--images", "images"]
    try place.expectFailure(
      images + ["--sheet", "s.html", "--neighbours-of", "7"],
      "7: is none of the 13 images with features (such as 100001)")
    try place.expectUsageError(images, "expected --output or --sheet, found neither")
    try place.expectUsageError(
      images + ["--output", "f", "--neighbours-of", "7"],
      "--neighbours-of is for the page of --sheet, which is missing")
  }

  @Test func layersAreChosenByName() throws {
    let trained = try TrainedNetwork(path: place.folder.path("run"))
    #expect(trained.featureLayer == "flatten")
    let first = trained.network.layers.names[0]
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100002.jpg")
    let result = try place.galaxy(arguments + ["f.safetensors", "--layer", first, "--threads", "1"])
    #expect(result.status == 0 && result.errors.hasPrefix("left out: images/100002.jpg: is a damaged JPEG"))
    let (features, identifiers, layer) = try file("f.safetensors")
    #expect(layer == first && features.shape.dimensions[0] == 11 && features.shape.rank == 4)
    #expect(identifiers == SyntheticGalaxies.identifiers.filter { $0 != "100002" })
    try place.expectFailure(
      arguments + ["f.safetensors"], "f.safetensors: is there already; --overwrite replaces it")
    try place.expectFailure(
      arguments + ["g.safetensors", "--layer", "eyes"], "the network has no layer \"eyes\", expected one of …")
  }
}
