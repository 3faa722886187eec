// Predictions in a CSV file, to be scored or compared.
internal import DataFiles
internal import Foundation
internal import ImageDatasets

/// The numbers that a CSV file holds of images.
struct PredictionFile {
  /// The file.
  let path: String
  /// What its rows call their images.
  let identifiers: [String]
  /// For every row, the numbers of the columns that it was read with; NaN where one is missing.
  let rows: [[Float]]

  /// The names of the columns of numbers in a file: not those of images and classes, and no spreads.
  ///
  /// - Throws: `FileError` where the file cannot be read.
  static func numberColumns(path: String) throws -> [String] {
    var reader = try CSVReader(path: path)
    guard try reader.advance() else { throw FileError(path: path, problem: "is empty") }
    let names = (0..<reader.fieldCount).map { reader.text($0) }
    guard try reader.advance() else { return [] }
    let idField = names.firstIndex { $0 == "GalaxyID" || $0 == "GalaxyId" } ?? 0
    return names.indices.filter { field in
      field != idField && names[field] != "class" && !names[field].hasSuffix("_spread") && field < reader.fieldCount
        && (reader.float(field) != nil || reader.bytes(field).isEmpty)
    }.map { names[$0] }
  }

  /// Reads columns of a file.
  ///
  /// - Throws: `FileError` naming the file and what is wrong.
  init(path: String, columns: [String]) throws {
    let table = try LabelTable(path: path, columns: columns)
    let numbers = try columns.map { try table.numbers(of: $0) }
    self.path = path
    identifiers = table.identifiers
    rows = table.identifiers.indices.map { row in numbers.map { $0[row] ?? .nan } }
  }

  /// The rows as a source of images that do not exist, by which the rows of other tables are found.
  ///
  /// - Throws: `FileError` where two rows are of one image.
  func source() throws -> ImageSource {
    var seen: Set<String> = []
    let files = try identifiers.map { name in
      let hasExtension = ["jpg", "jpeg", "png"].contains((name as NSString).pathExtension.lowercased())
      let identifier = hasExtension ? (name as NSString).deletingPathExtension : name
      guard seen.insert(identifier).inserted else {
        throw FileError(path: path, problem: "holds two predictions for \(identifier)")
      }
      return ImageFile(identifier: identifier, path: name)
    }
    return ImageSource(files: files)
  }

  /// The rows of another table that are about images of this one.
  ///
  /// - Throws: `FileError` where no image is in both.
  func pairs(with table: LabelTable) throws -> (pairs: [(own: Int, other: Int)], report: PairReport) {
    do {
      let (pairs, report) = try table.rows(of: source())
      return (pairs.map { (own: $0.image, other: $0.row) }, PairReport(report, path, table.path))
    } catch let error as FileError where error.problem.hasPrefix("no row has an image") {
      throw FileError(
        path: path,
        problem: "has no image in common with \(table.path): \(counted(identifiers.count, "row")) (such as "
          + "\(identifiers[0])), \(counted(table.count, "row")) (such as \(table.identifiers[0]))")
    }
  }
}

/// Which rows of two tables are about the same images, and what was left over on either side.
public struct PairReport: Sendable, CustomStringConvertible {
  /// Images that are in both tables.
  public let count: Int
  private let sides: [(path: String, others: NameList)]

  init(_ report: JoinReport, _ own: String, _ other: String) {
    count = report.joined
    sides = [(own, report.imagesWithoutRow), (other, report.rowsWithoutImage)]
  }

  /// One paragraph for the user.
  public var description: String {
    let leftOver = sides.filter { !$0.others.isEmpty }.map { side in
      " Only in \(side.path): \(counted(side.others.count, "row")) (\(side.others))."
    }
    return "\(counted(count, "image")) in both tables." + leftOver.joined()
  }
}
