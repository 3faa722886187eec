// A classifier's predictions as a CSV file.
internal import DataFiles
internal import GalaxyZoo

/// Predictions being written row by row, `image,class,<class names…>`; the file appears when ``commit()`` succeeds.
struct ClassPredictionWriter {
  private let file: AtomicFile
  private let names: [String]
  private var line: [UInt8] = []

  /// Begins the file at `path` with its header.
  ///
  /// - Throws: `FileError` where it cannot be written.
  init(path: String, classes: [String]) throws {
    file = try AtomicFile(path: path)
    names = classes.map(Self.field)
    try file.write((["image", "class"] + names).joined(separator: ",") + "\n")
  }

  /// Writes the most probable class of an image, the first of equal ones, and the probabilities of all with six decimals.
  ///
  /// - Throws: `FileError` naming the image whose probabilities are no numbers, or where the file cannot be written.
  mutating func write(image: String, probabilities: ArraySlice<Float>) throws {
    guard probabilities.allSatisfy(\.isFinite) else {
      throw FileError(path: file.path, problem: "the prediction for \(image) is not a number")
    }
    var best = probabilities.startIndex
    for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
    line.removeAll(keepingCapacity: true)
    line += "\(Self.field(image)),\(names[best - probabilities.startIndex])".utf8
    for probability in probabilities {
      line.append(UInt8(ascii: ","))
      appendFraction(min(max(probability, 0), 1), to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    try line.withUnsafeBytes { try file.write($0) }
  }

  /// Brings everything to the disk and gives the file its name; the writer must not be used afterwards.
  func commit() throws { try file.commit() }

  /// Text as a field: in quotes where it would be taken for more than one.
  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
