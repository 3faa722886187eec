// Predictions as a file that Kaggle accepts.
internal import DataFiles
internal import Preconditions

/// A submission to the Galaxy Challenge being written row by row; the file appears when ``commit()`` succeeds.
///
/// The same form as a solutions file: `GalaxyID,Class1.1,…,Class11.6`, fractions with six decimals.
public struct SubmissionWriter {
  /// How many fractions lay outside 0...1 and were moved to its nearer end.
  public private(set) var clippedCount = 0
  private let file: AtomicFile
  private var line: [UInt8] = []

  /// Begins the submission at `path` with its header.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public init(path: String) throws {
    file = try AtomicFile(path: path)
    try file.write("GalaxyID,\(DecisionTree.columnNames.joined(separator: ","))\n")
  }

  /// Writes the 37 fractions of galaxy `id`.
  ///
  /// - Throws: `FileError` naming galaxy and column of a fraction that is NaN or infinite, or where the file cannot be written.
  public mutating func write(id: Int, fractions: ArraySlice<Float>) throws {
    try write(name: String(id), fractions: fractions)
  }

  /// Writes the 37 fractions of a galaxy of any name, which the challenge does not know.
  ///
  /// - Throws: as ``write(id:fractions:)``.
  public mutating func write(name: String, fractions: ArraySlice<Float>) throws {
    require(
      fractions.count == DecisionTree.columnCount,
      "SubmissionWriter.write: expected \(DecisionTree.columnCount) fractions, found \(fractions.count)")
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: CSVField.text(name).utf8)
    for (column, fraction) in fractions.enumerated() {
      guard fraction.isFinite else {
        let place = "galaxy \(name), \(DecisionTree.columnNames[column])"
        throw FileError(path: file.path, problem: "the prediction for \(place) is \(fraction)")
      }
      let clipped = min(max(fraction, 0), 1)
      if clipped != fraction { clippedCount += 1 }
      line.append(UInt8(ascii: ","))
      appendFraction(clipped, to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    try line.withUnsafeBytes { try file.write($0) }
  }

  /// Brings everything to the disk and gives the file its name; the writer must not be used afterwards.
  ///
  /// - Throws: `FileError`; then an older file of this name is still in place.
  public func commit() throws { try file.commit() }
}

/// Appends `fraction`, from 0 to 1, with six decimals, rounded as C's `%.6f` rounds.
package func appendFraction(_ fraction: Float, to text: inout [UInt8]) {
  // The product of a Float and 10⁶ is exact in a Double, so this rounds once.
  var millionths = Int((Double(fraction) * 1e6).rounded(.toNearestOrEven))
  let start = text.count
  for place in 0..<8 {
    text.append(UInt8(ascii: place == 1 ? "." : "0"))
  }
  for place in [7, 6, 5, 4, 3, 2, 0] {
    text[start + place] += UInt8(millionths % 10)
    millionths /= 10
  }
}
