// How the errors of single images are distributed.
internal import Foundation
internal import Reports

/// The error of every image, in their order and sorted.
struct ImageErrors {
  /// The errors, in the order of the images.
  let sizes: [Double]
  /// The images, the one of the smallest error first.
  let order: [Int]

  private static let bins = 40

  init(_ answers: LabelledAnswers) {
    let sizes = zip(answers.answers, answers.labels).map { answers.task.error($0, label: $1).size }
    self.sizes = sizes
    order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
  }

  /// The error that the given share of the images does not exceed.
  private func quantile(_ share: Double) -> Double {
    sizes[order[max(0, Int((share * Double(order.count)).rounded(.up)) - 1)]]
  }

  /// The section about the distribution.
  ///
  /// - Parameters:
  ///   - meaning: what the error of an image is, as a sentence.
  ///   - noun: what images are called, in the plural.
  func section(meaning: String, noun: String) -> HTML {
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 4) }
    let largest = order.last.map { sizes[$0] } ?? 0
    var counts = [Int](repeating: 0, count: Self.bins)
    for size in sizes {
      counts[min(Self.bins - 1, largest > 0 ? Int(size / largest * Double(Self.bins)) : 0)] += 1
    }
    var histogram = Histogram(
      title: "\(noun) by their error", counts: counts, ends: (low: "0", high: text(largest)),
      note: "median \(text(quantile(0.5)))")
    histogram.height = 140
    return .section("Distribution of errors") {
      HTML.element("p") {
        "\(meaning) Half of the \(noun) have errors up to \(text(quantile(0.5))), nine tenths up to "
        "\(text(quantile(0.9))); the largest is \(text(largest))."
      }
      HTML.element("div", ["class": "bars"]) { histogram.figure }
    }
  }
}
