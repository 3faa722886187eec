// Whether one network is better than another, or the difference is noise.
internal import DataFiles
internal import Foundation
internal import ImageDatasets
internal import Preconditions

/// The scores of two lists of answers to the same images, image by image, and where their difference may lie with others.
///
/// The first list is called A, the other one B. Encodes as `{against, score, count, rows: [{name, scores, difference,
/// interval}]}`, a row in all and one for each part, such as a question or a class.
public struct ScoreDifferences: Sendable, Encodable {
  /// One score of both.
  public struct Row: Sendable, Encodable {
    /// What it is of.
    public let name: String
    /// The scores of A and B.
    public let scores: [Double]
    /// The score of A less that of B.
    public let difference: Double
    /// Where the difference may lie with other images: a bootstrap of pairs.
    public let interval: Interval
  }

  /// What answered as B.
  public let against: String
  /// How scores are made of those of images.
  public let score: PartScore
  /// Images that both have answers to.
  public let count: Int
  /// The score in all, then its parts; those without a measurement are left out.
  public let rows: [Row]

  /// Compares answers to the same images.
  ///
  /// - Parameters:
  ///   - first: the answers of A.
  ///   - second: the answers of B.
  ///   - name: what answered as B.
  ///   - bootstrap: how intervals are drawn.
  /// - Throws: `FileError` naming B, where it answers other questions or no image is in both.
  public init(
    _ first: LabelledAnswers, against second: LabelledAnswers, named name: String, bootstrap: Bootstrap = Bootstrap()
  ) throws {
    let names = first.task.partNames
    let others = Dictionary(
      second.task.partNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let places = names.compactMap { others[$0] }
    guard type(of: first.task) == type(of: second.task), places.count == names.count, others.count == names.count else {
      throw FileError(
        path: name,
        problem:
          "predicts the \(type(of: second.task).labelNoun) \(second.task.outputs.names.joined(separator: ", ")); "
          + "expected those that it is compared on")
    }
    let rowOf = Dictionary(second.identifiers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    // Of every image and part: the sums of A and B, and how many measurements they are of.
    var table: [Double] = []
    for (row, identifier) in first.identifiers.enumerated() {
      guard let other = rowOf[identifier] else { continue }
      let own = first.task.parts(of: first.answers[row], label: first.labels[row])
      let theirs = second.task.parts(of: second.answers[other], label: second.labels[other])
      for (part, place) in zip(own, places) { table += [part.sum, theirs[place].sum, part.count] }
    }
    let width = 3 * names.count
    guard !table.isEmpty else {
      throw FileError(path: name, problem: "has no answer to any of the \(first.count) images that it is compared on")
    }
    against = name
    score = type(of: first.task).partScore
    count = table.count / width
    rows = Self.rows(names, of: table, score: score, bootstrap: bootstrap)
  }

  private static func rows(
    _ names: [String], of table: [Double], score: PartScore, bootstrap: Bootstrap
  ) -> [Row] {
    let width = 3 * names.count
    var totals = [Double](repeating: 0, count: width)
    for (index, value) in table.enumerated() { totals[index % width] += value }
    let replicates = bootstrap.sums(of: table, columns: width)
    func scores(_ sums: [Double], _ part: Int) -> [Double] {
      [0, 1].map { score.value(sum: sums[3 * part + $0], count: sums[3 * part + 2]) }
    }
    return names.indices.filter { totals[3 * $0 + 2] > 0 }.map { part in
      let both = scores(totals, part)
      let interval = Interval(
        percentilesOf: replicates.map { sums in
          let drawn = scores(sums, part)
          return drawn[0] - drawn[1]
        })
      return Row(name: names[part], scores: both, difference: both[0] - both[1], interval: interval)
    }
  }

  /// Whether the difference in all may be noise, as a sentence.
  public var verdict: String {
    guard let all = rows.first, all.interval.lower > 0 || all.interval.upper < 0 else {
      return "The interval of A - B in all holds 0: with so many images the difference may be noise."
    }
    let isBetter = (all.difference < 0) == score.lowerIsBetter
    return "\(isBetter ? "A" : "B") is better: the interval of A - B in all does not hold 0."
  }
}
