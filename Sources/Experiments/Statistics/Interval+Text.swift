// Intervals as text.
internal import Foundation
internal import Reports

extension Interval {
  /// `[0.12345, 0.23456]`.
  func text(decimals: Int) -> String { String(format: "[%.*f, %.*f]", decimals, lower, decimals, upper) }

  /// `0.123–0.234`, for pages; a dash where the ends are no numbers.
  func words(decimals: Int) -> String {
    guard let range else { return "–" }
    return NumberText.fixed(range.lowerBound, decimals: decimals) + "–"
      + NumberText.fixed(range.upperBound, decimals: decimals)
  }

  /// As a range; nil where the ends are no numbers.
  var range: ClosedRange<Double>? { lower <= upper ? lower...upper : nil }
}
