// Checkpoints that are damaged, foreign or made for something else are refused by name.
import Experiments
import Foundation
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct TrainedNetworkTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SmallRun.afterOneEpoch.get())
  }

  /// What reading says once the contents of the best checkpoint have been changed.
  private func problem(_ change: (inout SafeTensors) throws -> Void) throws -> String? {
    var contents = try SafeTensors(path: folder.path("best.safetensors"))
    try change(&contents)
    let path = folder.path("changed.safetensors")
    try contents.write(to: path)
    let text = message { _ = try TrainedNetwork(path: path) }
    guard let text else { return nil }
    #expect(text.hasPrefix("\(path): "))
    #expect(!text.contains("\n"))
    return String(text.dropFirst(path.count + 2))
  }

  private func replace(_ old: String, by new: String, in contents: inout SafeTensors) throws {
    let recipe = try #require(contents.metadata["recipe"])
    #expect(recipe.contains(old))
    contents.metadata["recipe"] = recipe.replacing(old, with: new)
  }

  @Test func folderMeansItsBestNetwork() throws {
    let (found, wanted) = (
      try TrainedNetwork(path: folder.path), try TrainedNetwork(path: folder.path("best.safetensors"))
    )
    #expect(found.epoch == 1)
    #expect(found.validationLoss == wanted.validationLoss)
    #expect(found.recipe == wanted.recipe)
    #expect(found.network.tensors.mapValues(\.scalars) == wanted.network.tensors.mapValues(\.scalars))
  }

  @Test func unchangedContentsAreFine() throws {
    #expect(try problem { _ in } == nil)
  }

  @Test func metadataMustBeComplete() throws {
    #expect(try problem { $0.metadata = [:] } == #"expected the format "galaxy checkpoint 1", found none"#)
    #expect(
      try problem { $0.metadata["format"] = "other" } == #"expected the format "galaxy checkpoint 1", found "other""#)
    for key in ["recipe", "trainingIdentifiers", "validationIdentifiers", "epoch", "columns"] {
      #expect(try problem { $0.metadata[key] = nil } == "its metadata lack \(key)")
      #expect(try problem { $0.metadata[key] = "{}" } == "its metadata hold no usable \(key)")
    }
    #expect(
      try problem { $0.metadata["trainingIdentifiers"] = "[]" }
        == "names no images that it was trained and validated on")
  }

  @Test func outputsMustBeTheAnswers() throws {
    let expected = "its outputs are not the 37 answers of Galaxy Zoo 2"
    #expect(try problem { $0.metadata["columns"] = #"["cat","dog"]"# } == expected)
    #expect(
      try problem { try replace(#""outputs":37"#, by: #""outputs":-5"#, in: &$0) }
        == "has -5 outputs, but names of 37")
  }

  @Test func networkAndPreprocessingMustFit() throws {
    #expect(
      try problem { try replace(#""hildebrandt""#, by: #""hubble""#, in: &$0) }?
        .hasPrefix(#"unknown network "hubble"; there are: "#) == true)
    #expect(
      try problem { try replace(#""width":150"#, by: #""width":100"#, in: &$0) }
        == "the preprocessing makes images of [150, 100, 1], hildebrandt takes [150, 150, 1]")
    #expect(
      try problem { try replace(#""width":150"#, by: #""width":-1"#, in: &$0) } == "its metadata hold no usable recipe")
  }

  @Test func parametersMustFit() throws {
    #expect(
      try problem {
        $0.tensors["classifier.2.bias"] = Tensor([36], repeating: 0)
        $0.tensors["features.0.conv.bias"] = nil
        $0.tensors["more"] = Tensor([1], repeating: 0)
      }
        == "the parameters do not fit the network: missing features.0.conv.bias; unexpected more; "
        + "of another shape classifier.2.bias (expected [37], found [36])")
  }

  @Test func damagedFilesAreRefused() throws {
    let best = try folder.bytes("best.safetensors")
    for (bytes, problem) in [
      (Data(), "is no safetensors file: 0 bytes long, expected at least 8"),
      (best.prefix(1000), "is no usable checkpoint: its header should be"),
      (best.dropLast(4), "is no usable checkpoint: it ends within"),
      (Data("GalaxyID,Class1.1\n100001,0.5\n".utf8), "is no safetensors file"),
    ] {
      let path = try folder.write(bytes, to: "damaged.safetensors")
      #expect(message { _ = try TrainedNetwork(path: path) }?.hasPrefix("\(path): \(problem)") == true)
    }
    #expect(
      message { _ = try TrainedNetwork(path: folder.path("none")) }
        == "\(folder.path("none")): cannot be read: no such file or directory")
  }
}
