// The labels of a Galaxy Zoo solutions file.
internal import DataFiles

/// The rows of a solutions or prediction file of the Galaxy Challenge: galaxies with the fractions of their 37 answers.
public struct Catalogue: Sendable {
  /// The file the rows came from.
  public let path: String
  /// The galaxies, in the order of the file.
  public let ids: [Int]
  /// The fractions, [count, 37], one row a galaxy, columns as in ``DecisionTree/columnNames-type.property``.
  public let fractions: [Float]
  /// Columns of the file that are neither identifiers nor answers.
  public let otherColumns: [String]

  /// The number of galaxies.
  public var count: Int { ids.count }

  /// The 37 fractions of the galaxy at `index`.
  public func row(_ index: Int) -> ArraySlice<Float> {
    fractions[index * DecisionTree.columnCount..<(index + 1) * DecisionTree.columnCount]
  }

  /// Fractions may leave 0...1 by as much as other programs' rounding moves them.
  static let bounds: ClosedRange<Float> = -1e-5...1.00001

  /// Reads the file at `path`, whose columns are `GalaxyID`, in whatever case, and the 37 answers, in any order; others are
  /// ignored.
  ///
  /// - Throws: `FileError` naming the file, line and column of the first bad row and the number of other bad rows.
  public init(path: String) throws {
    var reader = try CSVReader(path: path)
    let header = try SolutionsHeader(&reader)
    otherColumns = header.otherColumns
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
