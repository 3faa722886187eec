// A classifier's predictions as a CSV file.
internal import DataFiles
internal import GalaxyZoo

/// Predictions being written row by row, `image,class,<class names…>`; the file appears when ``commit()`` succeeds.
struct ClassPredictionWriter: PredictionWriter {
  /// Probabilities are never outside their range but for rounding.
  let clippedCount = 0
  private let output: AtomicFile
  private let names: [String]
  private var line: [UInt8] = []

  /// Begins the file at `path` with its header.
  ///
  /// - Throws: `FileError` where it cannot be written.
  init(path: String, classes: [String]) throws {
    output = try AtomicFile(path: path)
    names = classes.map(CSVField.text)
    try output.write((["image", "class"] + names).joined(separator: ",") + "\n")
  }

  /// Writes the most probable class of an image, the first of equal ones, and the probabilities of all with six decimals.
  ///
  /// - Throws: `FileError` naming the image whose probabilities are no numbers, or where the file cannot be written.
  mutating func write(identifier: String, file: String, answers probabilities: ArraySlice<Float>) throws {
    guard probabilities.allSatisfy(\.isFinite) else {
      throw FileError(path: output.path, problem: "the prediction for \(file) is not a number")
    }
    var best = probabilities.startIndex
    for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
    line.removeAll(keepingCapacity: true)
    line += "\(CSVField.text(file)),\(names[best - probabilities.startIndex])".utf8
    for probability in probabilities {
      line.append(UInt8(ascii: ","))
      appendFraction(min(max(probability, 0), 1), to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    try line.withUnsafeBytes { try output.write($0) }
  }

  /// Brings everything to the disk and gives the file its name; the writer must not be used afterwards.
  func commit() throws { try output.commit() }
}
