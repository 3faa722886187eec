// A recipe's settings for people.
internal import ImageDatasets
internal import NeuralNetwork
internal import Tensors

extension Recipe {
  /// The settings and their values, in the order they are shown.
  package var rows: [(label: String, value: String)] {
    let colour = preprocessing.grayscale ? "grey" : "RGB"
    return (frozen.isEmpty ? [] : [("frozen", frozen.joined(separator: ", "))]) + [
      ("crop", "\(preprocessing.crop)"),
      ("input", "\(preprocessing.width) × \(preprocessing.height) \(colour), \(preprocessing.scale.words)"),
      ("augmentation", augmentation.words), ("loss", loss.words),
      ("label smoothing", labelSmoothing == 0 ? "none" : "\(labelSmoothing)"), ("optimizer", "\(optimizer)"),
      ("learning rate", "\(learningRate), \(schedule)"), ("batch size", "\(batchSize)"), ("epochs", "\(epochs)"),
      ("early stopping", earlyStopping.map { "\($0)" } ?? "none"),
      ("held out for validation", "\(validationFraction)"), ("precision", precision.rawValue), ("seed", "\(seed)"),
    ] + (splitSeed.map { [("seed of the split", "\($0)")] } ?? [])
  }
}

extension Augmentation {
  /// The ranges in words.
  fileprivate var words: String {
    var parts: [String] = []
    if flipsHorizontally || flipsVertically { parts.append("flips") }
    if rotation > 0 { parts.append("rotation ±\(rotation) turns") }
    if zoom > 0 { parts.append("zoom ±\(zoom)") }
    if contrast > 0 { parts.append("contrast ±\(contrast)") }
    if shift > 0 { parts.append("shift ±\(shift)") }
    if brightness > 0 { parts.append("brightness ±\(brightness)") }
    if colorAxis != .none { parts.append("colour jitter") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}
