// Many bad rows of a file as one error.

/// The first of some errors about rows, and how many others there are.
package struct RowFailures {
  private var first: FileError?
  private var count = 0

  /// No errors yet.
  package init() {}

  /// Takes note of an error.
  package mutating func note(_ error: FileError) {
    first = first ?? error
    count += 1
  }

  /// Throws the first error, with the number of others, where there was any.
  package func check() throws {
    guard let first else { return }
    let others = count > 1 ? " (and \(counted(count - 1, "more bad row")))" : ""
    throw FileError(path: first.path, problem: first.problem + others)
  }
}

/// `1 row`, `2 rows`.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
