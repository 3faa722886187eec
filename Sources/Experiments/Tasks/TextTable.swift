// Rows of text whose labels have one width.
internal import Foundation

/// Rows that begin with a label.
enum TextTable {
  private static let labelWidth = 34

  /// A label, cut where it is too long, and what belongs to it.
  static func row(_ label: String, _ cells: String) -> String {
    let short = label.count < labelWidth ? label : label.prefix(labelWidth - 2) + "…"
    return short.padding(toLength: labelWidth, withPad: " ", startingAt: 0) + cells
  }
}
