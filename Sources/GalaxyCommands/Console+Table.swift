// Tables of text for terminals.

extension Console {
  /// Prints rows in columns.
  ///
  /// - Parameters:
  ///   - rows: the cells, as many in each row as there are headings.
  ///   - heading: what stands above each column.
  ///   - rightAligned: columns of numbers.
  static func print(_ rows: [[String]], heading: [String], rightAligned: Set<Int>) throws {
    let rows = [heading] + rows
    let widths = heading.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        if rightAligned.contains(column) { return space + row[column] }
        return column == row.count - 1 ? row[column] : row[column] + space
      }
      try print(cells.joined(separator: "  "))
    }
  }
}
