// A number for rows and a number for columns.

/// A number for rows and one for columns, such as a window's size or stride; a plain number stands for both.
///
/// ```swift
/// let tall = maxPool2D(images, size: HeightWidth(4, 2), stride: 2)
/// ```
public struct HeightWidth: Sendable, Hashable {
  /// The number for rows.
  public let height: Int
  /// The number for columns.
  public let width: Int

  /// A number for rows and a number for columns.
  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  /// The same number for rows and columns.
  public init(_ both: Int) { self.init(both, both) }

  /// Whether both numbers lie in a range.
  func lies(in range: some RangeExpression<Int>) -> Bool { range.contains(height) && range.contains(width) }
}

extension HeightWidth: ExpressibleByIntegerLiteral {
  /// The same number for rows and columns.
  public init(integerLiteral both: Int) { self.init(both) }
}

extension HeightWidth: CustomStringConvertible {
  /// `2` where both numbers are equal, else `2×1`.
  public var description: String { height == width ? "\(height)" : "\(height)×\(width)" }
}
