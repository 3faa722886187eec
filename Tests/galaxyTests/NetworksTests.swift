// galaxy networks: the list that scripts read.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Testing

@Suite struct NetworksTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// A network as the command prints it; optional are the values that only some lists have.
  private struct Network: Decodable {
    struct Line: Decodable {
      let name: String
      let output: [Int]
      let parameters: Int
      let multiplyAdds: Int
    }

    let name: String
    let input: [Int]
    let outputs: Int
    let parameters: Int
    let trainableParameters: Int
    let multiplyAdds: Int
    let layers: [Line]?
    let recipe: Recipe?
  }

  private func networks(_ arguments: [String]) throws -> [Network] {
    let result = try place.galaxy(["networks", "--json"] + arguments)
    #expect(result.status == 0)
    #expect(result.errors == "")
    return try result.json([Network].self)
  }

  @Test func everyNetworkIsDescribed() throws {
    let networks = try networks([])
    #expect(networks.allSatisfy { $0.layers == nil && $0.recipe == nil && $0.input.count == 3 && $0.outputs == 37 })
    let hildebrandt = try #require(networks.first { $0.name == "hildebrandt" })
    #expect(hildebrandt.input == [150, 150, 1])
    #expect(hildebrandt.parameters == 849_285)
    #expect(hildebrandt.trainableParameters == 848_133)
    // Convolutions of 144², 66², 29², 10², 3² and 1² pixels, then 256 → 512 → 256 → 37.
    let convolutions =
      144 * 144 * 49 * 32 + 66 * 66 * 49 * 32 * 32 + 29 * 29 * 25 * 32 * 64 + 10 * 10 * 25 * 64 * 64
      + 3 * 3 * 9 * 64 * 128 + 9 * 128 * 256
    #expect(hildebrandt.multiplyAdds == convolutions + 256 * 512 + 512 * 256 + 256 * 37)
  }

  /// Totals of keras.applications for the thousand classes of ImageNet.
  @Test func publishedNetworksHaveTheirCounts() throws {
    let networks = try networks(["--outputs", "1000"])
    let published = [
      "mobilenet-v1": (4_253_864, 4_231_976), "mobilenet-v2": (3_538_984, 3_504_872),
      "mobilenet-v3-small": (2_554_968, 2_542_856), "mobilenet-v3-large": (5_507_432, 5_483_032),
      "vgg16": (138_357_544, 138_357_544), "inception-v3": (23_851_784, 23_817_352),
    ]
    for (name, counts) in published {
      let network = try #require(networks.first { $0.name == name })
      #expect(network.parameters == counts.0 && network.trainableParameters == counts.1, "\(name)")
    }
  }

  @Test func layersOfANetworkAddUp() throws {
    let networks = try networks(["hildebrandt", "--outputs", "3"])
    #expect(networks.count == 1)
    let network = try #require(networks.first)
    #expect(network.outputs == 3)
    #expect(network.parameters == 849_285 - 34 * 257)
    let layers = try #require(network.layers)
    #expect(layers.reduce(0) { $0 + $1.parameters } == network.parameters)
    #expect(layers.reduce(0) { $0 + $1.multiplyAdds } == network.multiplyAdds)
    #expect(layers.first?.name == "features.0.conv")
    #expect(layers.last?.output == [3])
  }

  @Test func listIsReadable() throws {
    let list = try place.galaxy(["networks"])
    let rows = list.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(rows.contains { $0.starts(with: ["hildebrandt", "150×150×1", "849,285"]) })
    #expect(rows.contains { $0.starts(with: ["lawlor-vgg16", "106×106×3", "50,526,053"]) })
    let layers = try place.galaxy(["networks", "hildebrandt"])
    #expect(layers.output.contains("849,285 parameters, 848,133 trainable, 305,609,984 multiply-adds an image\n"))
  }

  @Test func recipeIsShown() throws {
    let text = try place.galaxy(["networks", "lawlor-vgg16"]).output
    let lines = text.split(separator: "\n").map { String($0.replacing(/\ {2,}/, with: "|")) }
    for line in [
      "recipe|in files|option of train|value", "learning rate|learningRate|--learning-rate|1e-06",
      "early stopping|earlyStopping|after 7 epochs without a lower validation loss",
      "label smoothing|labelSmoothing|none", "epochs|epochs|--epochs|50", "batch size|batchSize|--batch-size|32",
      "input|preprocessing|--size --grayscale --no-grayscale|106 × 106 RGB, 0 to 255",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(try networks(["lawlor-vgg16"]).first?.recipe == Recipe(network: "lawlor-vgg16"))
    let small = try #require(
      try networks(["mobilenet-v1", "--resolution", "96x64", "--outputs", "5", "--width-multiplier", "0.5"]).first?
        .recipe)
    #expect(small.preprocessing.width == 96 && small.preprocessing.height == 64)
    #expect(
      small.options == NetworkOptions(outputs: 5, widthMultiplier: 0.5, imageSize: ImageSize(height: 64, width: 96)))
  }

  @Test func wrongNamesAndNumbersAreRefused() throws {
    let result = try place.galaxy(["networks", "nope", "--json"])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: unknown network \"nope\"; there are: galaxy, hildebrandt"))
    #expect(result.errorLines.count == 1)
    for outputs in ["0", "-1"] {
      try place.expectUsageError(
        ["networks", "--outputs", outputs], "--outputs must be from 1 to 100000, found \(outputs)")
    }
  }
}
