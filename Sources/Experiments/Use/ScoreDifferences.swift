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
    let pairs = PairedScores.parts(names.count, of: table, score: score, bootstrap: bootstrap)
    rows = zip(names, pairs).compactMap { name, pair in
      pair.map { Row(name: name, scores: $0.scores, difference: $0.difference, interval: $0.interval) }
    }
  }

  /// Whether the difference in all may be noise, as a sentence.
  public var verdict: String {
    guard let all = rows.first else { return PairedScores.mayBeNoise }
    return PairedScores.verdict(difference: all.difference, interval: all.interval, score: score)
  }
}
