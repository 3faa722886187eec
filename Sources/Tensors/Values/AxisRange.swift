// Which indices of an axis a slice takes.
internal import Preconditions

/// Indices of one axis at equal distances, from the first on.
public struct AxisRange: Sendable, Hashable {
  private enum Bounds: Hashable {
    case all
    case range(Range<Int>)
    case first(Int)
    case last(Int)
  }

  private let bounds: Bounds
  private let step: Int

  /// All indices.
  public static let all = AxisRange(bounds: .all, step: 1)

  /// Every index.
  ///
  /// - Parameter step: every `step`-th index only, beginning with the first.
  public static func all(step: Int) -> AxisRange { AxisRange(bounds: .all, step: step) }

  /// The indices in `range`.
  ///
  /// - Parameters:
  ///   - range: the indices, none beyond the axis.
  ///   - step: every `step`-th of them only, beginning with the first.
  public static func range(_ range: Range<Int>, step: Int = 1) -> AxisRange {
    AxisRange(bounds: .range(range), step: step)
  }

  /// The first `count` indices.
  public static func first(_ count: Int) -> AxisRange { AxisRange(bounds: .first(count), step: 1) }

  /// The last `count` indices.
  public static func last(_ count: Int) -> AxisRange { AxisRange(bounds: .last(count), step: 1) }

  /// The first index, the number of indices and the distance between them on an axis of `extent` elements.
  func resolved(extent: Int, operation: String) -> (start: Int, count: Int, step: Int) {
    let range: Range<Int>
    switch bounds {
    case .all: range = 0..<extent
    case .range(let given): range = given
    case .first(let count):
      require(count >= 0 && count <= extent, "\(operation): the first \(count) of \(extent) indices")
      range = 0..<count
    case .last(let count):
      require(count >= 0 && count <= extent, "\(operation): the last \(count) of \(extent) indices")
      range = extent - count..<extent
    }
    require(
      range.lowerBound >= 0 && range.upperBound <= extent, "\(operation): range \(range) is outside 0..<\(extent)")
    require(step >= 1, "\(operation): expected a positive step, found \(step)")
    return (range.lowerBound, (range.count + step - 1) / step, step)
  }
}
