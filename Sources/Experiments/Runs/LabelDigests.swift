// Whether labels are still those that a run was begun with.
internal import DataFiles
internal import ImageDatasets
internal import Training

/// A short digest of every label, in the order of the images, for a checkpoint that can be taken up with data from elsewhere.
struct LabelDigests: Equatable {
  /// Eight hexadecimal digits a label.
  let text: String

  private static let length = 8

  init(text: String) { self.text = text }

  /// The digests of labels.
  init(_ labels: [[Float]]) {
    text = labels.map(Self.digest).joined()
  }

  // FNV-1a. All numbers that are none, which stand for missing values, are one.
  private static func digest(_ label: [Float]) -> String {
    var hash: UInt32 = 2_166_136_261
    for value in label {
      var bits = (value.isNaN ? Float.nan : value).bitPattern
      for _ in 0..<4 {
        hash = (hash ^ (bits & 0xFF)) &* 16_777_619
        bits >>= 8
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: length - digits.count) + digits
  }

  /// Makes sure that labels have these digests.
  ///
  /// - Parameters:
  ///   - labels: the labels, in the same order.
  ///   - identifiers: their images.
  /// - Throws: `LabelsChangedError` that names the images of the others.
  func check(_ labels: [[Float]], of identifiers: [String]) throws {
    let others = LabelDigests(labels).text
    guard text != others else { return }
    let pairs = zip(chunks(of: text), chunks(of: others))
    let changed = zip(identifiers, pairs).filter { $1.0 != $1.1 }.map(\.0)
    throw LabelsChangedError(identifiers: changed)
  }

  private func chunks(of text: String) -> [Substring] {
    var rest = text[...]
    var chunks: [Substring] = []
    while !rest.isEmpty {
      chunks.append(rest.prefix(Self.length))
      rest = rest.dropFirst(Self.length)
    }
    return chunks
  }
}

/// Labels that are not those that a run was begun with.
public struct LabelsChangedError: Error, CustomStringConvertible {
  /// The images whose labels differ.
  public let identifiers: [String]

  /// One line for the user.
  public var description: String {
    "\(counted(identifiers.count, "label")) \(identifiers.count == 1 ? "differs" : "differ") from what the run was begun "
      + "with: \(NameList(identifiers))"
  }
}
