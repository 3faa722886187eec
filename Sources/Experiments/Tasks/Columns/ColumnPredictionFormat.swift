// Predicted columns as a CSV file.

/// Rows of `<id column>,<columns…>`, in the columns' units.
struct ColumnPredictionFormat: PredictionFormat {
  let idColumn: String
  let answerColumns: [String]
  /// Numbers of any size are allowed.
  let range: ClosedRange<Float>? = nil

  var leadingColumns: [String] { [idColumn] }

  func subject(identifier: String, file: String) -> String { identifier }

  func leadingFields(identifier: String, file: String, answers: ArraySlice<Float>) -> [String] { [identifier] }

  /// A Float's description is the shortest text that reads back as the same number.
  func append(_ number: Float, to line: inout [UInt8]) { line += "\(number)".utf8 }
}
