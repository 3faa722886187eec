// Classes and numbers in the columns of a table, where some cells may be missing.
internal import DataFiles

extension LabelTable {
  /// The class that every row names in a column; `nil` where the cell is empty, NaN, NA, N/A or null, in any case.
  public func classes(of column: String) -> [String?] {
    texts(of: column).map { Self.isMissing($0) ? nil : $0 }
  }

  /// The number of every row in a column; `nil` where the cell is empty, NaN, NA, N/A, null or none, in any case.
  ///
  /// - Throws: `FileError` naming line and column of the first cell that is anything else but a finite number, and the number
  ///   of other bad rows.
  public func numbers(of column: String) throws -> [Float?] {
    var failures = RowFailures()
    let numbers = texts(of: column).enumerated().map { row, text -> Float? in
      if Self.isMissingNumber(text) { return nil }
      var text = text
      if let number = text.withUTF8({ Float(decimal: $0) }), number.isFinite { return number }
      failures.note(error(row, "\(column) must be a finite number, found \(text.excerpt)"))
      return nil
    }
    try failures.check()
    return numbers
  }

  /// Whether a cell stands for a missing class. A class, though not a number, may well be called `none`.
  static func isMissing(_ text: String) -> Bool { ["", "nan", "na", "n/a", "null"].contains(text.lowercased()) }

  /// Whether a cell stands for a missing number.
  package static func isMissingNumber(_ text: String) -> Bool { isMissing(text) || text.lowercased() == "none" }
}
