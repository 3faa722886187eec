// Text as a field of a CSV file.

/// Fields of comma-separated values.
public enum CSVField {
  /// Text as a field: in quotes where it would be taken for more than one, and guarded where a spreadsheet would run it.
  ///
  /// Spreadsheets take a field that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, quotes or not. An
  /// apostrophe in front keeps them from it; ``CSVReader/text(_:)`` takes it away again. A number, which may have a sign, runs
  /// nothing and stays one.
  public static func text(_ text: String) -> String {
    // By bytes: to Swift, a comma with a combining mark is no comma.
    let field = needsGuard(text.utf8) ? "'" + text : text
    let special: Set = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard field.utf8.contains(where: special.contains) else { return field }
    let quote = UInt8(ascii: "\"")
    let doubled = field.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
    return String(decoding: [quote] + doubled + [quote], as: UTF8.self)
  }

  /// A field's bytes without the apostrophe that guards them.
  static func withoutGuard(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    field.first == apostrophe && needsGuard(field.dropFirst()) ? field.dropFirst() : field
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// Whether a field is a formula behind any number of apostrophes, so that those of the text itself are kept.
  private static func needsGuard(_ bytes: some Collection<UInt8>) -> Bool {
    let rest = Array(bytes.drop { $0 == apostrophe })
    guard let first = rest.first, "=+-@\t\r".utf8.contains(first) else { return false }
    return rest.withUnsafeBufferPointer(Float.init(decimal:)) == nil
  }
}
