// The columns of a solutions file.
internal import DataFiles
internal import ImageDatasets

/// Where a solutions file keeps the identifier and every answer.
struct SolutionsHeader {
  let idField: Int
  /// The field of every column of the tree, in the tree's order.
  let fields: [Int]
  /// Columns that mean nothing to the tree.
  let otherColumns: [String]
  private let fieldCount: Int

  /// Reads the first row.
  ///
  /// - Throws: `FileError` where a column is missing or appears twice.
  init(_ reader: inout CSVReader) throws {
    guard try reader.advance() else { throw FileError(path: reader.path, problem: "is empty") }
    // Kaggle's own files spell the identifier GalaxyID and GalaxyId.
    let names = (0..<reader.fieldCount).map { field in
      let name = reader.trimmedText(field)
      return name.lowercased() == Self.idColumn.lowercased() ? Self.idColumn : name
    }
    let fieldOfName = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let expected = [Self.idColumn] + DecisionTree.columnNames
    let missing = expected.filter { fieldOfName[$0] == nil }
    guard missing.isEmpty else {
      throw reader.error("expected the columns GalaxyID, Class1.1 to Class11.6; missing: \(NameList(missing))")
    }
    let isExpected = Set(expected)
    if let repeated = names.indices.first(where: { isExpected.contains(names[$0]) && fieldOfName[names[$0]] != $0 }) {
      throw reader.error("column \(reader.excerpt(repeated)) appears twice")
    }
    idField = fieldOfName[Self.idColumn, default: 0]
    fields = DecisionTree.columnNames.compactMap { fieldOfName[$0] }
    otherColumns = names.filter { !isExpected.contains($0) }
    fieldCount = names.count
  }

  static let idColumn = "GalaxyID"

  /// Whether the current row of a table is a header with some of the tree's columns.
  static func isFound(in header: [String]) -> Bool { !Set(header).isDisjoint(with: DecisionTree.columnNames) }

  /// Appends the current row's fractions in the tree's order and returns its identifier.
  func appendFractions(
    of row: CSVReader, to fractions: inout [Float], within bounds: ClosedRange<Float>
  ) throws -> Int {
    guard row.fieldCount == fieldCount else {
      throw row.error("expected \(fieldCount) fields, found \(row.fieldCount)")
    }
    let id = try galaxyID(of: row, field: idField)
    for (column, field) in fields.enumerated() {
      guard let value = row.float(field), bounds.contains(value) else {
        let name = DecisionTree.columnNames[column]
        throw row.error("\(name) must be a fraction from 0 to 1, found \(row.excerpt(field))")
      }
      fractions.append(value)
    }
    return id
  }
}

/// The identifier in a field of the current row of `reader`.
func galaxyID(of reader: CSVReader, field: Int) throws -> Int {
  guard let id = Int(positive: reader.trimmedText(field)) else {
    throw reader.error("GalaxyID must be a positive whole number, found \(reader.excerpt(field))")
  }
  return id
}
