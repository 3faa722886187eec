// Labels of images in a CSV file.
internal import DataFiles
internal import Preconditions

/// The rows of a CSV file that are about images: in one column what they call the image, in others what they say of it.
///
/// Spaces around fields are no part of them.
public struct LabelTable: Sendable {
  /// The file.
  public let path: String
  /// What every row calls its image; see ``rows(of:)``.
  public let identifiers: [String]
  /// The line that every row begins on, from 1.
  let lines: [Int]
  /// The fields of the columns that were asked for.
  private let texts: [ExactText: [String]]

  /// Reads the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the CSV file.
  ///   - idColumn: the column that names the image; `GalaxyID`, in whatever case, unless given, or the first column where
  ///     there is no such.
  ///   - columns: the columns to keep.
  /// - Throws: `FileError` naming the file and what is wrong: missing columns with those that are there, or the line of the
  ///   first bad row with the number of other bad ones.
  public init(path: String, idColumn: String? = nil, columns: [String] = []) throws {
    self.path = path
    var reader = try CSVReader(path: path)
    guard try reader.advance() else { throw FileError(path: path, problem: "is empty") }
    let header = TableHeader(reader)
    let idField = try idColumn.map { try header.fields(of: [$0])[0] } ?? header.defaultIDField
    let fields = try header.fields(of: columns)
    var (identifiers, lines): ([String], [Int]) = ([], [])
    var kept = [[String]](repeating: [], count: columns.count)
    var seen: [ExactText: Int] = [:]
    var failures = RowFailures()
    while try reader.advance() {
      let identifier = reader.fieldCount == header.names.count ? reader.trimmedText(idField) : ""
      if reader.fieldCount != header.names.count {
        failures.note(reader.error("expected \(header.names.count) fields, found \(reader.fieldCount)"))
      } else if let line = seen[ExactText(identifier)] {
        failures.note(reader.error("image \(identifier.excerpt) is already on line \(line)"))
      } else if identifier.isEmpty {
        failures.note(reader.error("names no image"))
      } else {
        seen[ExactText(identifier)] = reader.line
        identifiers.append(identifier)
        lines.append(reader.line)
        for (column, field) in fields.enumerated() { kept[column].append(reader.trimmedText(field)) }
      }
    }
    try failures.check()
    guard !identifiers.isEmpty else { throw FileError(path: path, problem: "holds a header but no rows") }
    self.identifiers = identifiers
    self.lines = lines
    texts = Dictionary(zip(columns.map(ExactText.init), kept), uniquingKeysWith: { first, _ in first })
  }

  /// Number of rows.
  public var count: Int { identifiers.count }

  /// The fields of a column that the table was read with, as they are.
  public func texts(of column: String) -> [String] {
    let found = texts[ExactText(column)]
    require(found != nil, "LabelTable: the column \(column) was not read")
    return found ?? []
  }

  /// An error about a row.
  func error(_ row: Int, _ problem: String) -> FileError {
    FileError(path: path, problem: "line \(lines[row]): \(problem)")
  }
}
