// The rows of a table, good and bad, where none ends the reading.
package import DataFiles

/// A table of labels read to its end, whatever its rows are like.
package struct CheckedTable: Sendable {
  /// Rows in all, bad ones included.
  package private(set) var rowCount = 0
  /// What each row with an identifier calls its image, each once.
  package private(set) var identifiers: [String] = []
  /// The line of each of them.
  package private(set) var lines: [Int] = []
  /// The names of all columns.
  package let columns: [String]
  /// What was found.
  package private(set) var findings = Findings()

  /// Reads the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the CSV file.
  ///   - idColumn: as in ``LabelTable/init(path:idColumn:columns:)``.
  ///   - wanted: columns that there should be.
  ///   - visit: called with every row that has the right number of fields and an identifier that no row before had; `fields`
  ///     are those of the wanted columns. It returns what it finds wrong.
  /// - Throws: `FileError` where the file cannot be read at all or has no header.
  package init(
    path: String, idColumn: String?, columns wanted: [String],
    visit: (_ row: CSVReader, _ identifier: String, _ fields: [Int]) -> [Finding]
  ) throws {
    for (name, title) in Self.kinds { findings.expect(name, .error, title) }
    var reader = try CSVReader(path: path)
    guard try reader.advance() else { throw FileError(path: path, problem: "is empty") }
    let header = TableHeader(reader)
    columns = header.names
    let fields = note { try header.fields(of: wanted) } ?? []
    guard let idField = note({ try idColumn.map { try header.fields(of: [$0])[0] } ?? header.defaultIDField }) else {
      return
    }
    var seen: [ExactText: Int] = [:]
    while note({ try reader.advance() }) == true {
      rowCount += 1
      let line = "line \(reader.line)"
      guard reader.fieldCount == columns.count else {
        note("rowsOfOtherLength", line, "expected \(columns.count) fields, found \(reader.fieldCount)")
        continue
      }
      let identifier = reader.trimmedText(idField)
      if identifier.isEmpty {
        note("rowsWithoutIdentifier", line)
      } else if let former = seen[ExactText(identifier)] {
        note("repeatedIdentifiers", identifier, "lines \(former) and \(reader.line)")
      } else {
        seen[ExactText(identifier)] = reader.line
        identifiers.append(identifier)
        lines.append(reader.line)
        if !fields.isEmpty { findings.add(visit(reader, identifier, fields)) }
      }
    }
    if rowCount == 0 { note("tableProblems", "rows", "there are none") }
  }

  private static let kinds = [
    ("tableProblems", "reasons why the table cannot be used as it is"),
    ("rowsOfOtherLength", "rows with too few or too many fields"),
    ("rowsWithoutIdentifier", "rows that name no image"),
    ("repeatedIdentifiers", "rows of an image that has one already"),
  ]

  private mutating func note(_ kind: String, _ name: String, _ detail: String = "") {
    findings.add(kind, .error, "", Finding.Item(name, detail))
  }

  /// What `body` returns; nil where it fails, which is a finding.
  private mutating func note<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch {
      let problem = (error as? FileError)?.problem ?? "\(error)"
      note("tableProblems", "table", problem)
      return nil
    }
  }
}
