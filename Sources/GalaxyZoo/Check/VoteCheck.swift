// What is wrong with a table of the 37 vote fractions.
internal import DataFiles
package import ImageDatasets

/// A solutions file, checked row by row; no bad row ends the reading.
package struct VoteCheck: Sendable {
  /// The rows.
  package let table: CheckedTable
  /// The galaxies whose identifiers are good, in the order of the file.
  package private(set) var ids: [Int] = []
  /// The sums of the rows whose 37 fractions are good.
  package private(set) var tree = TreeCheck()
  /// What was found.
  package let findings: [Finding]

  /// Whether a header is that of such a table.
  package static func suits(columns: [String]) -> Bool { SolutionsHeader.isFound(in: columns) }

  /// Reads the file at `path`.
  ///
  /// - Throws: `FileError` where it cannot be read at all.
  package init(path: String) throws {
    var (ids, tree): ([Int], TreeCheck) = ([], TreeCheck())
    var seen: Set<Int> = []
    var offenders: [(deviation: Double, item: Finding.Item)] = []
    table = try CheckedTable(
      path: path, idColumn: nil, columns: DecisionTree.columnNames
    ) { row, identifier, fields in
      guard let id = Int(positive: identifier) else {
        return [Self.error("identifiersThatAreNoNumbers", "rows whose GalaxyID is no whole number", identifier)]
      }
      guard seen.insert(id).inserted else {
        return [Self.error("repeatedGalaxies", "rows of a galaxy that has one already", identifier)]
      }
      ids.append(id)
      var found: [Finding] = []
      let fractions = zip(DecisionTree.columnNames, fields).compactMap { column, field in
        Self.fraction(row, field, column, identifier, &found)
      }
      guard fractions.count == fields.count else { return found }
      let broken = tree.add(id: id, fractions: fractions[...])
      if !broken.isEmpty {
        let worst = DecisionTree.violations(in: fractions[...]).map { abs($0.sum - $0.expected) }.max() ?? 0
        offenders.append((worst, Finding.Item(identifier, broken.joined(separator: "; "))))
      }
      return found
    }
    (self.ids, self.tree) = (ids, tree)
    var findings = Findings()
    findings.add(table.findings.all)
    if !table.columns.contains(where: { $0.lowercased() == SolutionsHeader.idColumn.lowercased() }) {
      let item = Finding.Item("columns", "there is no GalaxyID; the first column was taken for it")
      findings.add("tableProblems", .error, "reasons why the table cannot be used as it is", item)
    }
    for (_, item) in offenders.sorted(by: { $0.deviation > $1.deviation }) {
      findings.add("brokenTree", .error, "rows that break the decision tree", item)
    }
    let known = Set(DecisionTree.columnNames)
    for column in table.columns
    where !known.contains(column) && column.lowercased() != SolutionsHeader.idColumn.lowercased() {
      findings.add("otherColumns", .note, "columns beside the 37, ignored", Finding.Item(column))
    }
    self.findings = findings.all
  }

  private static func error(_ name: String, _ title: String, _ place: String, _ detail: String = "") -> Finding {
    Finding(name, .error, title, [Finding.Item(place, detail)])
  }

  /// A good fraction; nil where it is none, which is then found.
  private static func fraction(
    _ row: CSVReader, _ field: Int, _ column: String, _ identifier: String, _ found: inout [Finding]
  ) -> Float? {
    let value = row.float(field)
    if let value, Catalogue.bounds.contains(value) { return value }
    let text = row.trimmedText(field)
    if value != nil {
      found.append(error("labelsOutOfRange", "labels outside 0 to 1", identifier, "\(column) is \(text)"))
    } else if LabelTable.isMissingNumber(text) {
      let detail = text.isEmpty ? "\(column) is empty" : "\(column) is \(text)"
      found.append(error("missingLabels", "missing labels", identifier, detail))
    } else {
      let detail = "\(column) is \(text.excerpt)"
      found.append(error("labelsThatAreNoNumbers", "labels that are no finite numbers", identifier, detail))
    }
    return nil
  }
}
