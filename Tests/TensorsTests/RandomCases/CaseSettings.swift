// The settings of a random case, as Scripts/fixtures/random_cases.py writes them.
import Tensors
import Testing

/// What is set in a case: the operation, its operands, and whatever of the rest the operation has.
struct CaseSettings: Decodable {
  let operation: String
  /// Names of the operands, in their order.
  let operands: [String]
  /// How far float32 may be from each result, to first order; those of functions of one number are tensors.
  let roundings: [String: Double]

  let stride, dilation, window, outputPadding, size, axes, order, shape, extents, indices: [Int]?
  let padding: Sides?
  let groups, axis, factor, pool: Int?
  let ranges: [[Int]?]?
  let precision: ConvolutionPrecision?
  let blockOrder, clamp, mode, approximation, `operator`, side, reduction: String?
  let range: [Float]?
  let value, slope, alpha, exponent, constant, beta, delta, labelSmoothing, epsilon: Float?
  let keepDims, training: Bool?

  /// Padding by a rule's name, or before and after every axis.
  enum Sides: Decodable {
    case rule(String)
    case numbers([[Int]])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      do {
        self = .rule(try container.decode(String.self))
      } catch {
        self = .numbers(try container.decode([[Int]].self))
      }
    }
  }

  /// A setting that the operation must have.
  func callAsFunction<Value>(_ setting: KeyPath<CaseSettings, Value?>) throws -> Value {
    try #require(self[keyPath: setting], "\(operation) has no \(setting)")
  }

  /// A number for rows and one for columns.
  func pair(_ setting: KeyPath<CaseSettings, [Int]?>) throws -> HeightWidth {
    let numbers = try self(setting)
    return HeightWidth(numbers[0], numbers[1])
  }

  /// The padding of a window.
  func windowPadding() throws -> Padding {
    switch try self(\.padding) {
    case .rule("valid"): .valid
    case .rule("same"): .same
    case .rule(let name): throw UnknownSetting(name: name)
    case .numbers(let sides):
      .explicit(top: sides[0][0], bottom: sides[0][1], left: sides[1][0], right: sides[1][1])
    }
  }

  /// The padding of every axis.
  func axisPadding() throws -> [AxisPadding] {
    guard case .numbers(let sides) = try self(\.padding) else { throw UnknownSetting(name: "padding") }
    return sides.map { AxisPadding(before: $0[0], after: $0[1]) }
  }

  /// What sums are clamped to.
  func clampRange() throws -> Clamp {
    switch try self(\.clamp) {
    case "none": .none
    case "relu": .relu
    case "relu6": .relu6
    case let name: throw UnknownSetting(name: name)
    }
  }

  /// How pixels between pixels are made.
  func interpolation() throws -> Interpolation { try self(\.mode) == "nearest" ? .nearest : .bilinear }

  /// What is made of the losses.
  func lossReduction() throws -> Reduction {
    switch try self(\.reduction) {
    case "mean": .mean
    case "sum": .sum
    case "none": .none
    case let name: throw UnknownSetting(name: name)
    }
  }
}

/// A setting that no operation knows.
struct UnknownSetting: Error, CustomStringConvertible {
  let name: String
  var description: String { "unknown setting \(name)" }
}
