// The labels of a Galaxy Zoo solutions file.
internal import DataFiles
internal import ImageDatasets

/// The rows of a solutions or prediction file of the Galaxy Challenge: galaxies with the fractions of their 37 answers.
public struct Catalogue: Sendable {
  /// The file the rows came from.
  public let path: String
  /// The galaxies, in the order of the file.
  public let ids: [Int]
  /// The fractions, [count, 37], one row a galaxy, columns as in ``DecisionTree/columnNames``.
  public let fractions: [Float]

  /// The number of galaxies.
  public var count: Int { ids.count }

  /// The 37 fractions of the galaxy at `index`.
  public func row(_ index: Int) -> ArraySlice<Float> {
    fractions[index * DecisionTree.columnCount..<(index + 1) * DecisionTree.columnCount]
  }

  /// Fractions may leave 0...1 by as much as other programs' rounding moves them.
  private static let bounds: ClosedRange<Float> = -1e-5...1.00001

  /// Reads the file at `path`, whose columns are `GalaxyID` (or `GalaxyId`) and the 37 answers, in any order.
  ///
  /// - Throws: `FileError` naming the file, line and column of the first bad row and the number of other bad rows.
  public init(path: String) throws {
    var reader = try CSVReader(path: path)
    let header = try SolutionsHeader(&reader)
    var ids: [Int] = []
    var fractions: [Float] = []
    var lines: [Int: Int] = [:]
    var failures = RowFailures()
    while try reader.advance() {
      do {
        let id = try header.appendFractions(of: reader, to: &fractions, within: Self.bounds)
        if let line = lines.updateValue(reader.line, forKey: id) {
          lines[id] = line
          throw reader.error("galaxy \(id) is already on line \(line)")
        }
        ids.append(id)
      } catch let error as FileError {
        failures.note(error)
      }
    }
    try failures.check()
    guard !ids.isEmpty else { throw FileError(path: path, problem: "holds a header but no galaxies") }
    self.path = path
    self.ids = ids
    self.fractions = fractions
  }
}

/// Where a solutions file keeps the identifier and every answer.
private struct SolutionsHeader {
  private let idField: Int
  /// The field of every column of the tree, in the tree's order.
  private let fields: [Int]

  init(_ reader: inout CSVReader) throws {
    guard try reader.advance() else { throw FileError(path: reader.path, problem: "is empty") }
    try reader.checkSeparator()
    // Kaggle's own files spell the identifier both ways.
    let names = (0..<reader.fieldCount).map { reader.text($0) == "GalaxyId" ? "GalaxyID" : reader.text($0) }
    let fieldOfName = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let expected = ["GalaxyID"] + DecisionTree.columnNames
    let missing = expected.filter { fieldOfName[$0] == nil }
    guard missing.isEmpty else {
      throw reader.error("expected the columns GalaxyID, Class1.1 to Class11.6; missing: \(NameList(missing))")
    }
    if let repeated = names.indices.first(where: { fieldOfName[names[$0]] != $0 }) {
      throw reader.error("column \(reader.excerpt(repeated)) appears twice")
    }
    let unknown = names.indices.filter { !expected.contains(names[$0]) }.map { reader.excerpt($0) }
    guard unknown.isEmpty else {
      throw reader.error(
        "expected only the columns GalaxyID, Class1.1 to Class11.6; also found: \(NameList(unknown))")
    }
    idField = fieldOfName["GalaxyID", default: 0]
    fields = DecisionTree.columnNames.compactMap { fieldOfName[$0] }
  }

  /// Appends the current row's fractions in the tree's order and returns its identifier.
  func appendFractions(
    of row: CSVReader, to fractions: inout [Float], within bounds: ClosedRange<Float>
  ) throws -> Int {
    guard row.fieldCount == fields.count + 1 else {
      throw row.error("expected \(fields.count + 1) fields, found \(row.fieldCount)")
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
  guard let id = Int(reader.text(field)), id > 0 else {
    throw reader.error("GalaxyID must be a positive whole number, found \(reader.excerpt(field))")
  }
  return id
}
