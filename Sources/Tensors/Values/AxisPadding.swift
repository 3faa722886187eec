// What is added at both ends of an axis.
internal import Preconditions

/// Elements added before the first and behind the last index of one axis.
public struct AxisPadding: Sendable, Hashable {
  /// Elements before the first.
  public let before: Int
  /// Elements behind the last.
  public let after: Int

  /// Nothing.
  public static let none = AxisPadding(before: 0, after: 0)

  /// `before` elements before the first index and `after` behind the last.
  public init(before: Int, after: Int) {
    self.before = before
    self.after = after
  }

  /// The same number at both ends.
  public static func both(_ count: Int) -> AxisPadding { AxisPadding(before: count, after: count) }
}

/// What the elements that padding adds hold.
public enum PaddingMode: Sendable, Hashable {
  /// A number.
  case constant(Float)
  /// The mirror image, without the outermost element: c b | a b c | b a (NumPy's and PyTorch's "reflect").
  case reflect
  /// The outermost element: a a | a b c | c c (NumPy's "edge", PyTorch's "replicate").
  case edge

  /// Zeros.
  public static let zeros = PaddingMode.constant(0)
}

extension PaddingMode {
  /// The index on an axis of `extent` elements that each index of the padded axis reads; for modes that read one.
  func sources(extent: Int, _ padding: AxisPadding, operation: String) -> [Int] {
    let positions = -padding.before..<extent + padding.after
    switch self {
    case .constant:
      return Array(positions)
    case .edge:
      require(extent > 0 || positions.isEmpty, "\(operation): no edge to repeat along an axis of \(extent) elements")
      return positions.map { min(max($0, 0), extent - 1) }
    case .reflect:
      require(
        max(padding.before, padding.after) < max(extent, 1),
        "\(operation): an axis of \(extent) elements has no mirror image of \(max(padding.before, padding.after))")
      return positions.map { $0 < 0 ? -$0 : $0 >= extent ? 2 * (extent - 1) - $0 : $0 }
    }
  }
}
