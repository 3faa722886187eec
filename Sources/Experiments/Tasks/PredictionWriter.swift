// Predictions as a CSV file, whatever the task.

/// Predictions being written row by row; the file appears when ``commit()`` succeeds.
public protocol PredictionWriter {
  /// Writes an image's row.
  ///
  /// - Parameters:
  ///   - identifier: the image's identifier.
  ///   - file: the name of its file.
  ///   - answers: a number for each output, in the labels' units.
  /// - Throws: `FileError` naming the image whose answers are no numbers, or where the file cannot be written.
  mutating func write(identifier: String, file: String, answers: ArraySlice<Float>) throws

  /// How many answers lay outside their range and were moved to its nearer end.
  var clippedCount: Int { get }

  /// Brings everything to the disk and gives the file its name; the writer must not be used afterwards.
  func commit() throws
}
