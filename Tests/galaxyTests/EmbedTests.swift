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
