// Where a number may lie.
internal import Foundation

/// An interval that holds a true value in 95 of 100 cases; encodes as `[lower, upper]`.
public struct Interval: Sendable, Equatable, Encodable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// The share of cases in which it holds the true value.
  public static let confidence = 0.95

  /// An interval from its ends.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Encodes the ends as a list.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(lower)
    try container.encode(upper)
  }

  /// Wilson's score interval (1927) of a share: so many hits of so many trials, at least one.
  public init(hits: Int, trials: Int) {
    let (n, p, z) = (Double(trials), Double(hits) / Double(trials), 1.959_963_984_540_054)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // Rounding must not move an end beyond a share of none or all.
    self.init(
      lower: hits == 0 ? 0 : max(0, middle - half), upper: hits == trials ? 1 : min(1, middle + half))
  }

  /// The interval between the quantiles of a bootstrap's replicates, interpolated linearly; those that are no numbers do
  /// not count, and without any the interval is not a number either.
  init(percentilesOf replicates: [Double]) {
    let sorted = replicates.filter(\.isFinite).sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.indices.last else { return .nan }
      let position = share * Double(last)
      let below = Int(position)
      return sorted[below] + (sorted[min(below + 1, last)] - sorted[below]) * (position - Double(below))
    }
    let outside = (1 - Self.confidence) / 2
    self.init(lower: quantile(outside), upper: quantile(1 - outside))
  }
}
