// What a recipe says about preprocessing: its range, and how people read it.
internal import ImageDatasets
internal import NeuralNetwork

extension Preprocessing {
  /// Makes sure that the result has sides that an image can have.
  ///
  /// - Throws: `SettingError`.
  func checkSides() throws {
    for (name, side) in [("width", width), ("height", height)] {
      try SettingError.unless(
        Self.sides.contains(side), name, expected: "1 to \(Self.sides.upperBound)", found: side)
    }
  }

  /// The network's input in words.
  var inputWords: String { "\(width) × \(height) \(grayscale ? "grey" : "RGB"), \(scale.words)" }
}
