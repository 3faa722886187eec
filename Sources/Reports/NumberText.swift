// Numbers as a reader wants to see them.
internal import Foundation

/// Numbers written for people.
package enum NumberText {
  /// A number with a fixed count of decimals.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    finite(value) { String(format: "%.\(decimals)f", $0) }
  }

  /// A number with up to four significant digits, as `0.001` or `1e-06`.
  package static func significant(_ value: Double) -> String {
    finite(value) { String(format: "%.4g", $0) }
  }

  /// A count with its thousands set apart, as `849,285`.
  package static func count(_ value: Int) -> String {
    let digits = Array("\(value.magnitude)")
    let grouped = digits.enumerated().map { index, digit in
      index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }
    return (value < 0 ? "−" : "") + grouped.joined()
  }

  /// The extents of a shape, as `48×48×3`.
  package static func extents(_ numbers: some Sequence<Int>) -> String {
    numbers.map(String.init).joined(separator: "×")
  }

  /// A duration, as `42 s`, `14 min 32 s` or `2 h 05 min`; a line does not break between a number and its unit.
  package static func duration(seconds: Double) -> String {
    finite(seconds) {
      if $0 < 9.95 { return String(format: "%.1f\u{A0}s", $0) }
      let whole = Int(min($0, 1e15).rounded())
      if whole < 60 { return "\(whole)\u{A0}s" }
      if whole < 3600 { return "\(whole / 60)\u{A0}min \(String(format: "%02d", whole % 60))\u{A0}s" }
      let minutes = (whole + 30) / 60
      return "\(minutes / 60)\u{A0}h \(String(format: "%02d", minutes % 60))\u{A0}min"
    }
  }

  private static func finite(_ value: Double, _ text: (Double) -> String) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    return text(value)
  }
}
