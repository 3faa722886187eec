// What a training measures of itself: numbers by name.

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
