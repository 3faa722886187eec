// The columns of a table by their names.
internal import DataFiles

/// The names of a table's columns.
struct TableHeader {
  let names: [String]
  private let reader: CSVReader

  init(_ reader: CSVReader) {
    self.reader = reader
    names = (0..<reader.fieldCount).map { reader.trimmedText($0) }
  }

  var defaultIDField: Int { names.firstIndex { $0.lowercased() == "galaxyid" } ?? 0 }

  /// The fields of columns that must be there, each once.
  func fields(of columns: [String]) throws -> [Int] {
    let found = columns.map { column in names.indices.filter { names[$0] == column } }
    let missing = zip(columns, found).filter { $1.isEmpty }.map(\.0)
    guard missing.isEmpty else {
      let present = names.prefix(40).joined(separator: ", ") + (names.count > 40 ? ", …" : "")
      let wanted = "column\(missing.count == 1 ? "" : "s") \(missing.joined(separator: ", "))"
      throw reader.error("has no \(wanted), only \(present)")
    }
    if let repeated = zip(columns, found).first(where: { $1.count > 1 }) {
      throw reader.error("column \(repeated.0.excerpt) appears twice")
    }
    return found.map { $0[0] }
  }
}
