// Predicted columns as a CSV file.
internal import DataFiles

/// Predictions being written row by row, `<id column>,<columns…>`, in the columns' units.
struct ColumnPredictionWriter: PredictionWriter {
  /// Numbers of any size are allowed.
  let clippedCount = 0
  private let output: AtomicFile
  private let columns: [String]

  init(path: String, idColumn: String, columns: [String]) throws {
    self.columns = columns
    output = try AtomicFile(path: path)
    try output.write(([idColumn] + columns).map(CSVField.text).joined(separator: ",") + "\n")
  }

  func write(identifier: String, file: String, answers: ArraySlice<Float>) throws {
    for (column, answer) in zip(columns, answers) where !answer.isFinite {
      throw FileError(path: output.path, problem: "the prediction for \(identifier), \(column) is \(answer)")
    }
    // A Float's description is the shortest text that reads back as the same number.
    try output.write(([CSVField.text(identifier)] + answers.map { "\($0)" }).joined(separator: ",") + "\n")
  }

  func commit() throws { try output.commit() }
}
