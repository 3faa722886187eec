// A classifier's predictions as a CSV file.
internal import GalaxyZoo

/// Rows of `image,class,<probability of every class…>`, with six decimals.
struct ClassPredictionFormat: PredictionFormat {
  let answerColumns: [String]
  let leadingColumns = ["image", "class"]
  /// Probabilities are never outside it but for rounding.
  let range: ClosedRange<Float>? = 0...1

  func subject(identifier: String, file: String) -> String { file }

  /// The name of the file and the most probable class.
  func leadingFields(identifier: String, file: String, answers: ArraySlice<Float>) -> [String] {
    [file, answerColumns[largest(of: answers)]]
  }

  func append(_ number: Float, to line: inout [UInt8]) { appendFraction(number, to: &line) }
}
