// What a recipe says about augmentation: its ranges, and how people read it.
internal import ImageDatasets
internal import NeuralNetwork

extension Augmentation {
  // Rotations are drawn in single precision, which then still tells apart angles of a fiftieth of a degree.
  private static let largestRotation = 1000.0

  /// Makes sure that every draw makes an image of an image.
  ///
  /// - Throws: `SettingError`.
  func check() throws {
    try SettingError.unless(
      rotation >= 0 && rotation <= Self.largestRotation, "augmentation.rotation",
      expected: "0 to \(Int(Self.largestRotation)) turns", found: rotation)
    let ranges = [("zoom", zoom), ("contrast", contrast), ("shift", shift), ("brightness", brightness)]
    for (name, value) in ranges {
      try SettingError.unless(
        value >= 0 && value < 1, "augmentation.\(name)", expected: "0 or more, but less than 1", found: value)
    }
    for (name, value) in [("red", colorAxis.red), ("green", colorAxis.green), ("blue", colorAxis.blue)] {
      try SettingError.unless(
        abs(value) <= 1, "augmentation.colorAxis.\(name)", expected: "a number from -1 to 1", found: value)
    }
  }

  /// What is varied within which ranges, and what is not varied.
  var words: String {
    let axis = "along (\(colorAxis.red), \(colorAxis.green), \(colorAxis.blue))"
    let aspects: [(name: String, range: String?)] = [
      ("flips", flipWords), ("rotation", rotation > 0 ? "±\(rotation) turns" : nil), ("zoom", Self.words(zoom)),
      ("contrast", Self.words(contrast)), ("shift", Self.words(shift)), ("brightness", Self.words(brightness)),
      ("colour jitter", colorAxis == .none ? nil : axis),
    ]
    let varied = aspects.compactMap { aspect in aspect.range.map { "\(aspect.name) \($0)" } }.joined(separator: ", ")
    let others = aspects.filter { $0.range == nil }.map(\.name)
    guard let last = others.last else { return varied }
    let none = "no " + (others.count == 1 ? last : others.dropLast().joined(separator: ", ") + " or " + last)
    return varied.isEmpty ? none : "\(varied); \(none)"
  }

  private var flipWords: String? {
    switch (flipsHorizontally, flipsVertically) {
    case (true, true): "both ways"
    case (true, false): "left to right"
    case (false, true): "top to bottom"
    case (false, false): nil
    }
  }

  private static func words(_ range: Double) -> String? { range > 0 ? "±\(range)" : nil }
}
