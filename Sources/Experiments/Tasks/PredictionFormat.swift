// How a task writes its predictions.

/// The columns of a file of predictions and the text in them.
///
/// A row begins with what the image is called and, perhaps, what it is taken for; the answers follow.
public protocol PredictionFormat: Sendable {
  /// Names of the columns ahead of the answers.
  var leadingColumns: [String] { get }
  /// Names of the answers' columns, in their order.
  var answerColumns: [String] { get }
  /// What an image is called in errors.
  func subject(identifier: String, file: String) -> String
  /// The fields ahead of the answers, as plain text.
  ///
  /// - Parameters:
  ///   - identifier: the image's identifier.
  ///   - file: the name of its file.
  ///   - answers: a number for each output, in the labels' units.
  func leadingFields(identifier: String, file: String, answers: ArraySlice<Float>) -> [String]
  /// The range that answers are moved into; nil where any number is allowed.
  var range: ClosedRange<Float>? { get }
  /// Appends a finite number of the range as text.
  func append(_ number: Float, to line: inout [UInt8])
}
