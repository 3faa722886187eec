// The extents of a tensor.
internal import Preconditions

/// The number of elements along each axis of a tensor, the slowest axis first; images are [N, H, W, C].
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// Extents, the slowest axis first; empty for a scalar.
  public let dimensions: [Int]

  /// A shape of the given extents, none negative.
  public init(_ dimensions: [Int]) {
    require(dimensions.allSatisfy { $0 >= 0 }, "Shape: negative extent in \(dimensions)")
    self.dimensions = dimensions
  }

  /// A shape of the given extents, none negative.
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }

  /// Number of axes.
  public var rank: Int { dimensions.count }

  /// Number of elements.
  public var count: Int { dimensions.reduce(1, *) }

  /// Extent of an axis; negative axes count from the end.
  public subscript(axis: Int) -> Int {
    dimensions[normalized(axis: axis)]
  }

  /// The axis that `axis`, perhaps negative, means.
  func normalized(axis: Int) -> Int {
    let index = axis < 0 ? axis + rank : axis
    require(index >= 0 && index < rank, "Shape: axis \(axis) is outside \(self)")
    return index
  }

  /// `[2, 3]`.
  public var description: String { "\(dimensions)" }
}
