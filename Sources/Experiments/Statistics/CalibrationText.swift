// Calibration as text.
internal import Foundation

/// Calibration as rows of text.
enum CalibrationText {
  /// A row for every bin that holds predictions.
  static func lines(_ bins: [CalibrationBin], observed: String) -> [String] {
    [
      String(
        format: "Calibration (mean distance %.4f; the columns should agree):", CalibrationBin.error(of: bins)),
      "  from   to  predicted  \(observed.padding(toLength: 9, withPad: " ", startingAt: 0))  predictions",
    ]
      + bins.compactMap { bin in
        guard let predicted = bin.predicted, let seen = bin.observed else { return nil }
        return String(format: "   %.1f  %.1f  %9.3f  %9.3f  %11d", bin.lower, bin.upper, predicted, seen, bin.count)
      }
  }
}
