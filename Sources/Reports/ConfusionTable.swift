// Which classes were taken for which, as a matrix or, where that would be too large to read, as a list.
internal import Preconditions

/// Counts of things by their class and the class that they were taken for.
package struct ConfusionTable: Sendable {
  /// Things of one class that were taken for another.
  package typealias Mistake = (truth: Int, answer: Int, count: Int)

  /// The classes, as people call them.
  package let titles: [String]
  /// Things of class t that were taken for class p, at [t][p].
  package let counts: [[Int]]
  /// The share of each class's things that were taken for it; nil where there were none.
  package let recalls: [Double?]
  /// The mistakes, the most frequent first.
  package let mistakes: [Mistake]

  /// Of more classes a matrix cannot be read.
  private static let largestMatrix = 20
  private static let listLength = 30

  /// Counts with what follows from them.
  package init(titles: [String], counts: [[Int]], recalls: [Double?], mistakes: [Mistake]) {
    require(
      counts.count == titles.count && recalls.count == titles.count
        && counts.allSatisfy { $0.count == titles.count },
      "ConfusionTable: \(counts.count) rows and \(recalls.count) recalls for \(titles.count) titles")
    self.titles = titles
    self.counts = counts
    self.recalls = recalls
    self.mistakes = mistakes
  }

  /// The matrix with the recall of each class or, of many classes, the most frequent mistakes.
  package var table: HTML { titles.count <= Self.largestMatrix ? matrix : list }

  private var matrix: HTML {
    .scrollingTable(
      label: "Confusion of classes", headings: ["class"] + titles + ["recall"], style: "numbers matrix"
    ) {
      for (index, row) in counts.enumerated() {
        HTML.row(titles[index]) {
          for (answer, count) in row.enumerated() {
            HTML.element("td", ["class": answer == index ? "first" : "other"]) { "\(count)" }
          }
          HTML.element("td") { recalls[index].map { NumberText.fixed($0, decimals: 3) } ?? "–" }
        }
      }
    }
  }

  private var list: HTML {
    .scrollingTable(label: "Most frequent mistakes", headings: ["class", "taken for", "images"]) {
      for mistake in mistakes.prefix(Self.listLength) {
        HTML.row(titles[mistake.truth]) {
          HTML.element("td") { titles[mistake.answer] }
          HTML.element("td") { "\(mistake.count)" }
        }
      }
    }
  }
}
