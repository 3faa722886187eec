// A classifier's scores as text.
internal import Foundation
internal import ImageDatasets
internal import NeuralNetwork

extension ClassScores {
  /// Of more classes a matrix does not fit a terminal.
  private static let largestMatrix = 12
  private static let mistakeCount = 20
  private static let numberWidth = 14
  /// How many of the likeliest classes are looked through for the right one.
  static let shortList = 5
  private static let cellWidth = 7

  /// The scores, and which classes are taken for which.
  public func lines() -> [String] {
    func score(_ label: String, _ value: Double) -> String {
      TextTable.row(label, String(format: "%*.5f", Self.numberWidth, value))
    }
    // Of up to five classes the right one is always among the first five.
    let firstFive = outputs.count > Self.shortList ? [score("class among the first five", top5Accuracy)] : []
    return [TextTable.row("images", String(format: "%*d", Self.numberWidth, count)), score("accuracy", accuracy)]
      + firstFive + [score("loss", loss), ""] + (outputs.names.count <= Self.largestMatrix ? matrix : mistakes)
  }

  private var matrix: [String] {
    func cells(_ numbers: [Int]) -> String {
      numbers.map { String(format: "%*d", Self.cellWidth, $0) }.joined()
    }
    // Letters, as classes are often called by numbers.
    let letters = "ABCDEFGHIJKL".map(String.init)
    let heading = confusion.counts.indices.map {
      String(repeating: " ", count: Self.cellWidth - 1) + letters[$0]
    }.joined()
    return [TextTable.row("class, and how many are taken for", heading)]
      + confusion.counts.enumerated().map { TextTable.row("\(letters[$0]): \(outputs.titles[$0])", cells($1)) }
  }

  private var mistakes: [String] {
    let all = confusion.mistakes
    let rest = all.count - Self.mistakeCount
    return ["most frequent mistakes"]
      + all.prefix(Self.mistakeCount).map { mistake in
        String(format: "%*d  ", Self.cellWidth, mistake.count) + outputs.titles[mistake.truth] + " → "
          + outputs.titles[mistake.answer]
      } + (rest > 0 ? ["and \(rest) other pairs of classes"] : [])
  }
}
