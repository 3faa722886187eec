// Scores of two predictors of the same images, and whether their difference is noise.

/// A score of A and of B, and where their difference may lie with other images.
struct PairedScores {
  /// The scores of A and B.
  let scores: [Double]
  /// Where the difference may lie with other images: a bootstrap of pairs.
  let interval: Interval

  /// The score of A less that of B.
  var difference: Double { scores[0] - scores[1] }

  /// The scores of the parts of images.
  ///
  /// - Parameters:
  ///   - count: the number of parts.
  ///   - table: of every image and part the sums of A and B, and how many measurements they are of.
  ///   - score: how sums make a score.
  ///   - bootstrap: how intervals are drawn.
  /// - Returns: the scores of every part; nil for those without a measurement.
  static func parts(_ count: Int, of table: [Double], score: PartScore, bootstrap: Bootstrap) -> [PairedScores?] {
    let width = 3 * count
    var totals = [Double](repeating: 0, count: width)
    for (index, value) in table.enumerated() { totals[index % width] += value }
    let replicates = bootstrap.sums(of: table, columns: width)
    func scores(_ sums: [Double], _ part: Int) -> [Double] {
      [0, 1].map { score.value(sum: sums[3 * part + $0], count: sums[3 * part + 2]) }
    }
    return (0..<count).map { part in
      guard totals[3 * part + 2] > 0 else { return nil }
      let interval = Interval(
        percentilesOf: replicates.map { sums in
          let drawn = scores(sums, part)
          return drawn[0] - drawn[1]
        })
      return PairedScores(scores: scores(totals, part), interval: interval)
    }
  }

  /// What is said where nothing is known of a difference.
  static let mayBeNoise = "The interval of A - B in all holds 0: with so many images the difference may be noise."

  /// Whether a difference in all may be noise, as a sentence.
  static func verdict(difference: Double, interval: Interval, score: PartScore) -> String {
    guard interval.lower > 0 || interval.upper < 0 else { return mayBeNoise }
    let isBetter = (difference < 0) == score.lowerIsBetter
    return "\(isBetter ? "A" : "B") is better: the interval of A - B in all does not hold 0."
  }
}
