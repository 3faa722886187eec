// Sizes of images as text and in files.
import Foundation
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct ImageSizeTests {
  @Test(arguments: [
    ("64", 64, 64), ("320x240", 240, 320), ("1x2", 2, 1), ("16x16", 16, 16),
  ]) func textsGiveWidthFirst(text: String, height: Int, width: Int) {
    #expect(ImageSize(text) == ImageSize(height: height, width: width))
  }

  @Test(arguments: ["", "0", "-3", "x", "64x", "x64", "064", "+64", "64 x 32", "1x2x3", "64×32", "6.5", "0x10"])
  func otherTextsGiveNone(text: String) { #expect(ImageSize(text) == nil) }

  @Test func sizesComeBackFromTheirTextsAndFiles() throws {
    for size in [ImageSize(side: 96), 33, ImageSize(height: 240, width: 320)] {
      #expect(ImageSize(size.description) == size)
      let options = NetworkOptions(outputs: 2, imageSize: size)
      #expect(try JSONDecoder().decode(NetworkOptions.self, from: JSONEncoder().encode(options)) == options)
    }
  }

  /// Files of earlier versions hold a number under `resolution`, and squares still do.
  @Test func filesKeepTheirKeys() throws {
    func text(_ options: NetworkOptions) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(options), as: UTF8.self)
    }
    #expect(
      try text(NetworkOptions(outputs: 2, output: .softmax, imageSize: 96))
        == #"{"head":"softmax","outputs":2,"resolution":96,"widthMultiplier":1}"#)
    #expect(
      try text(NetworkOptions(outputs: 1, output: .identity, imageSize: ImageSize(height: 24, width: 32)))
        == #"{"head":"identity","outputs":1,"resolution":"32x24","widthMultiplier":1}"#)
    let decoded = try JSONDecoder().decode(NetworkOptions.self, from: Data(#"{"resolution": "32x24"}"#.utf8))
    #expect(decoded.imageSize == ImageSize(height: 24, width: 32))
    for wrong in [#"{"resolution": 0}"#, #"{"resolution": "big"}"#, #"{"resolution": [3]}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(NetworkOptions.self, from: Data(wrong.utf8))
      }
    }
  }

  /// Networks whose size can be chosen take rectangles, and describe them as they compute them.
  @Test(arguments: NetworkDefinition.standard.filter { $0.smallestSide != nil })
  func networksTakeRectangles(_ definition: NetworkDefinition) throws {
    let side = try #require(definition.smallestSide)
    let options = NetworkOptions(outputs: 3, imageSize: ImageSize(height: side, width: side + 33))
    #expect(try definition.input(options) == [side, side + 33, 3])
    var network = try definition.makeNetwork(options)
    network.initializeParameters(seed: 1)
    #expect(network.prediction(for: .random([1, side, side + 33, 3], in: 0...1)).shape == [1, 3])
    #expect(try definition.graph(options).outputs.map(\.shape) == [[1, 3]])
  }
}
