// Calibration as a section of a page.
internal import Reports

extension [CalibrationBin] {
  /// The section: what was predicted against what was observed.
  ///
  /// - Parameters:
  ///   - observed: what happened, in a word: `voted`.
  ///   - quantity: what was predicted, in a word: `fraction`.
  ///   - share: what happened, as a quantity: `fraction voted`.
  func section(observed: String, of quantity: String, as share: String) -> HTML {
    let points = compactMap { bin in
      bin.predicted.flatMap { predicted in
        bin.observed.map { AgreementPlot.Point(expected: predicted, seen: $0, count: bin.count) }
      }
    }
    return .section("Calibration") {
      HTML.element("p") {
        "Predictions of about one size, and what became of them: where they can be trusted, points lie on the diagonal. "
        "The mean distance from it is \(NumberText.fixed(CalibrationBin.error(of: self), decimals: 4)); larger points "
        "stand for more predictions."
      }
      AgreementPlot(
        title: "Predicted and \(observed)",
        labels: (expected: "predicted \(quantity)", seen: share), points: points
      ).figure
      HTML.element("details") {
        HTML.element("summary") { "The same as a table" }
        HTML.scrollingTable(
          label: "Calibration", headings: ["predictions from", "to", "mean prediction", observed, "predictions"]
        ) {
          for bin in self where bin.count > 0 {
            HTML.row(NumberText.fixed(bin.lower, decimals: 1)) {
              HTML.element("td") { NumberText.fixed(bin.upper, decimals: 1) }
              HTML.element("td") { bin.predicted.map { NumberText.fixed($0, decimals: 3) } ?? "–" }
              HTML.element("td") { bin.observed.map { NumberText.fixed($0, decimals: 3) } ?? "–" }
              HTML.element("td") { NumberText.count(bin.count) }
            }
          }
        }
      }
    }
  }
}
