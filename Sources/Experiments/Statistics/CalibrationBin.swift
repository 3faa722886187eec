// Whether what is predicted comes true.

/// Predictions of nearly one size, and what became of them.
public struct CalibrationBin: Sendable, Equatable, Encodable {
  /// The lower end of the predictions, which belongs to the bin.
  public let lower: Double
  /// The upper end, which belongs to the next bin but for 1.
  public let upper: Double
  /// Predictions in the bin.
  public let count: Int
  /// The mean prediction; nil without any.
  public let predicted: Double?
  /// The mean of what was voted or, of classes, how often the class was right; nil without any prediction.
  public let observed: Double?

  /// Ten bins of predictions from 0 to 1; others belong to the nearest bin.
  static func bins(_ pairs: some Sequence<(predicted: Float, observed: Float)>) -> [CalibrationBin] {
    let bins = 10
    var counts = [Int](repeating: 0, count: bins)
    var (predicted, observed) = ([Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins))
    for pair in pairs {
      let bin = min(max(Int(pair.predicted * Float(bins)), 0), bins - 1)
      counts[bin] += 1
      predicted[bin] += Double(pair.predicted)
      observed[bin] += Double(pair.observed)
    }
    return counts.indices.map { bin in
      let count = Double(counts[bin])
      return CalibrationBin(
        lower: Double(bin) / Double(bins), upper: Double(bin + 1) / Double(bins), count: counts[bin],
        predicted: counts[bin] == 0 ? nil : predicted[bin] / count,
        observed: counts[bin] == 0 ? nil : observed[bin] / count)
    }
  }

  /// The mean distance between what is predicted and what is observed, every bin weighted by its predictions.
  static func error(of bins: [CalibrationBin]) -> Double {
    let count = bins.reduce(0) { $0 + $1.count }
    let sum = bins.reduce(0.0) { $0 + Double($1.count) * abs(($1.predicted ?? 0) - ($1.observed ?? 0)) }
    return count == 0 ? 0 : sum / Double(count)
  }
}
