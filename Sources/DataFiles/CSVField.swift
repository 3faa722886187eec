// Text as a field of a CSV file.

/// Fields of comma-separated values.
public enum CSVField {
  /// Text as a field: in quotes where it would be taken for more than one.
  public static func text(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
