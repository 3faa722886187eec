// What a training measures of itself: numbers by name.
internal import Preconditions

/// Numbers by name in a fixed order, such as a loss and a score.
///
/// ```swift
/// let measurements: Measurements = ["loss": 0.021, "rmse": 0.145]
/// ```
public struct Measurements: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// The names, in order, each once.
  public private(set) var names: [String] = []
  /// The number that belongs to each name.
  public private(set) var values: [Double] = []

  /// No measurements.
  public init() {}

  public init(dictionaryLiteral elements: (String, Double)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The number called `name`; nil where there is none. A new name comes last.
  public subscript(name: String) -> Double? {
    get { names.firstIndex(of: name).map { values[$0] } }
    set {
      let index = names.firstIndex(of: name)
      switch (index, newValue) {
      case (let index?, let value?): values[index] = value
      case (let index?, nil):
        names.remove(at: index)
        values.remove(at: index)
      case (nil, let value?):
        names.append(name)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  /// The first name whose number is infinite or not a number; nil where there is none.
  public var firstNotFinite: String? {
    zip(names, values).first { !$0.1.isFinite }?.0
  }
}

/// The means of the measurements of batches, each batch weighted by its number of items.
struct MeasurementMeans {
  private var names: [String] = []
  private var sums: [Double] = []
  private var count = 0

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
