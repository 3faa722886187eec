// What is wrong with a column of classes, or with columns of numbers.
internal import DataFiles

/// The labels of a table, checked cell by cell.
package enum ColumnCheck {
  /// Checks a column of classes.
  ///
  /// - Returns: the table, and how many rows there are of every class, by its name.
  /// - Throws: `FileError` where the file cannot be read at all.
  package static func classes(
    path: String, column: String, idColumn: String?
  ) throws -> (table: CheckedTable, counts: [(name: String, count: Int)], findings: [Finding]) {
    var counts: [ExactText: Int] = [:]
    var findings = Findings()
    let table = try CheckedTable(path: path, idColumn: idColumn, columns: [column]) { row, identifier, fields in
      let text = row.trimmedText(fields[0])
      if LabelTable.isMissing(text) { return [missing(identifier, column, text)] }
      counts[ExactText(text), default: 0] += 1
      return []
    }
    findings.add(table.findings.all)
    let names = LabelNames.sorted(Set(counts.keys))
    if names.count < 2, !table.identifiers.isEmpty, table.columns.contains(column) {
      findings.add(
        "tooFewClasses", .error, "columns of fewer than two classes",
        Finding.Item(column, names.first.map { "only \($0)" } ?? ""))
    }
    for group in LabelNames.alike(names) {
      findings.add(
        "similarClasses", .note, "classes whose names differ in case or spaces alone",
        Finding.Item(group[0], group.dropFirst().joined(separator: ", ")))
    }
    return (table, names.map { ($0, counts[ExactText($0), default: 0]) }, findings.all)
  }

  /// Checks columns of numbers.
  ///
  /// - Throws: `FileError` where the file cannot be read at all.
  package static func numbers(
    path: String, columns: [String], idColumn: String?
  ) throws -> (table: CheckedTable, findings: [Finding]) {
    let table = try CheckedTable(path: path, idColumn: idColumn, columns: columns) { row, identifier, fields in
      zip(columns, fields).compactMap { column, field in
        let text = row.trimmedText(field)
        if LabelTable.isMissingNumber(text) { return missing(identifier, column, text) }
        if let number = row.float(field), number.isFinite { return nil }
        return Finding(
          "labelsThatAreNoNumbers", .error, "labels that are no finite numbers",
          [Finding.Item(identifier, "\(column) is \(text.excerpt)")])
      }
    }
    return (table, table.findings.all)
  }

  private static func missing(_ identifier: String, _ column: String, _ text: String) -> Finding {
    let detail = text.isEmpty ? "\(column) is empty" : "\(column) is \(text)"
    return Finding("missingLabels", .note, "missing labels", [Finding.Item(identifier, detail)])
  }
}
