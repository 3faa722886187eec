// Predictions as lines of CSV.
internal import DataFiles

/// The lines of a table of predictions.
struct PredictionLines {
  let format: any PredictionFormat
  let includesSpread: Bool
  /// The names of columns that are kept of a catalogue, its column of names among them; nil where there is none.
  let kept: [String]?
  /// What errors call the table.
  let path: String
  /// How many answers lay outside the range and were moved to its nearer end.
  var clippedCount = 0

  /// The names of the columns.
  var header: [String] {
    let answers = format.answerColumns.flatMap { includesSpread ? [$0, "\($0)_spread"] : [$0] }
    // What a catalogue calls the image stands for what the format would.
    return (kept.map { $0 + format.leadingColumns.dropFirst() } ?? format.leadingColumns) + answers
  }

  /// Appends the line of names.
  func appendHeader(to text: inout [UInt8]) {
    text += (header.map(CSVField.text).joined(separator: ",") + "\n").utf8
  }

  /// An image in the table.
  struct Subject {
    let identifier: String
    let file: String
    /// The fields of the catalogue's row.
    let kept: [String]?
  }

  /// Appends the line of an image.
  ///
  /// - Parameter spread: the deviations of the answers; nil where there are none, as for answers that stand in.
  /// - Throws: `FileError` naming the image and the column of an answer that is no finite number.
  mutating func append(
    _ subject: Subject, answers: [Float], spread: [Float]?, to text: inout [UInt8]
  ) throws {
    let leading = format.leadingFields(
      identifier: subject.identifier, file: subject.file, answers: answers[...])
    let fields = subject.kept.map { $0 + leading.dropFirst() } ?? leading
    text += fields.map(CSVField.text).joined(separator: ",").utf8
    for (column, answer) in answers.enumerated() {
      guard answer.isFinite else {
        let place = "\(format.subject(identifier: subject.identifier, file: subject.file)), "
        throw FileError(
          path: path,
          problem:
            "the prediction for \(place)\(format.answerColumns[column]) is \(answer.isNaN ? "not a number" : "\(answer)")"
        )
      }
      let clipped = format.range.map { min(max(answer, $0.lowerBound), $0.upperBound) } ?? answer
      if clipped != answer { clippedCount += 1 }
      text.append(UInt8(ascii: ","))
      format.append(clipped, to: &text)
      guard includesSpread else { continue }
      text.append(UInt8(ascii: ","))
      if let spread { format.append(spread[column], to: &text) }
    }
    text.append(UInt8(ascii: "\n"))
  }
}
