// The scale of a column of numbers.

/// Mean and standard deviation of a column over the training images.
public struct ColumnScale: Sendable, Equatable, Codable {
  /// The mean, in the column's units.
  public let mean: Double
  /// The standard deviation, in the column's units; positive.
  public let deviation: Double

  /// A scale.
  public init(mean: Double, deviation: Double) {
    self.mean = mean
    self.deviation = deviation
  }

  /// The scale of the given values; a column that does not vary, or has no values, keeps its units.
  init(of values: some Sequence<Float>) {
    let values = values.map(Double.init)
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    let variance = values.isEmpty ? 0 : values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    self.init(mean: mean, deviation: variance > 0 ? variance.squareRoot() : 1)
  }

  /// A value in deviations from the mean.
  func relative(_ value: Float) -> Float { Float((Double(value) - mean) / deviation) }

  /// The value that lies so many deviations from the mean.
  func absolute(_ value: Float) -> Float { Float(Double(value) * deviation + mean) }
}
