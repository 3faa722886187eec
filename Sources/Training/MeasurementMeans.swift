// Means of measurements over an epoch.
internal import Preconditions

/// The means of the measurements of batches, each batch weighted by its number of items.
struct MeasurementMeans: Sendable, Equatable, Codable {
  private var names: [String] = []
  private var sums: [Double] = []
  /// Items so far.
  private(set) var count = 0

  mutating func add(_ measurements: Measurements, count: Int) {
    if self.count == 0 {
      names = measurements.names
      sums = [Double](repeating: 0, count: names.count)
    }
    require(
      names == measurements.names,
      "Trainable.step: measured \(measurements.names), \(names) in the steps before")
    self.count += count
    for (index, value) in measurements.values.enumerated() { sums[index] += value * Double(count) }
  }

  var means: Measurements {
    var means = Measurements()
    for (name, sum) in zip(names, sums) { means[name] = sum / Double(count) }
    return means
  }
}
