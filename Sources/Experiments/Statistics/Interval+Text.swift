// Intervals as text.
internal import Foundation

extension Interval {
  /// `[0.12345, 0.23456]`.
  func text(decimals: Int) -> String { String(format: "[%.*f, %.*f]", decimals, lower, decimals, upper) }
}
