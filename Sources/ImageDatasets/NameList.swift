// Many names in a message: how many, and the first few.

/// How many things there are and the names of the first few, such as `100053, 100078, 100090 and 12 more`.
public struct NameList: Equatable, Sendable, CustomStringConvertible {
  /// How many there are.
  public let count: Int
  /// The first few, at most three.
  public let first: [String]

  /// The given names, in their order.
  public init(_ names: [String] = []) {
    count = names.count
    first = Array(names.prefix(3))
  }

  /// Whether there are none.
  public var isEmpty: Bool { count == 0 }

  /// The first few names and how many more there are.
  public var description: String {
    first.joined(separator: ", ") + (count > first.count ? " and \(count - first.count) more" : "")
  }
}
