// Many things in a message: how many, and the first few by name.

/// A count of things with the names of the first few, such as `100053, 100078, 100090 and 12 more`.
public struct Examples: Equatable, Sendable, CustomStringConvertible {
  /// How many there are.
  public let count: Int
  /// The first few, at most three.
  public let first: [String]

  /// What `things` hold, in their order.
  package init(_ things: [String]) {
    count = things.count
    first = Array(things.prefix(3))
  }

  /// The first few names and how many more there are.
  public var description: String {
    first.joined(separator: ", ") + (count > first.count ? " and \(count - first.count) more" : "")
  }
}

/// `1 row`, `2 rows`.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
