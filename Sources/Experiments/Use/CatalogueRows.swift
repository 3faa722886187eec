// A catalogue whose rows are predicted and kept.
internal import DataFiles
internal import ImageDatasets

/// The rows of a CSV file that have an image, read one after the other; only what rows call their images is held in memory
/// beside the file's bytes.
struct CatalogueRows {
  /// The images to predict, in the order of the rows.
  let order: [Int]
  /// How rows and images met.
  let report: JoinReport
  /// The names of its columns.
  let columns: [String]
  /// For every image of the order, its row.
  private let rows: [Int]
  private var reader: CSVReader
  /// The row that the reader is at, from 0; -1 for the names.
  private var row = -1

  /// Reads the file at `path` and finds its images.
  ///
  /// - Throws: `FileError` as ``LabelTable`` does, or where a column has the name of one that will be predicted.
  init(path: String, idColumn: String?, source: ImageSource, predicted: [String]) throws {
    let table = try LabelTable(path: path, idColumn: idColumn)
    let (pairs, report) = try table.rows(of: source)
    let inOrder = pairs.sorted { $0.row < $1.row }
    order = inOrder.map(\.image)
    rows = inOrder.map(\.row)
    self.report = report
    var reader = try CSVReader(path: path)
    _ = try reader.advance()
    columns = (0..<reader.fieldCount).map { reader.text($0) }
    self.reader = reader
    if let column = columns.first(where: predicted.contains) {
      throw FileError(path: path, problem: "has a column \(column) already, as the predictions will")
    }
  }

  /// The fields of the row of the image at a position of the order; positions must ascend.
  mutating func fields(at position: Int) throws -> [String] {
    while row < rows[position], try reader.advance() { row += 1 }
    return (0..<reader.fieldCount).map { reader.text($0) }
  }
}
