// Labels of images in a CSV file.
internal import DataFiles
internal import Foundation

/// The rows of a CSV file by the image that they are about.
///
/// The image's identifier is in the column `GalaxyID` (or `GalaxyId`), or in the first column where there is no such; the
/// extension of a JPEG file may follow it.
package struct LabelTable: Sendable {
  /// The file.
  package let path: String
  /// The image of every row.
  package let identifiers: [String]
  /// The field of every row in the column that was asked for; empty where none was.
  package let values: [String]

  /// Reads the file at `path`.
  ///
  /// - Parameter column: the column to keep.
  /// - Throws: `FileError` naming the file and what is wrong: a missing column with those that are there, or the line of the
  ///   first bad row with the number of other bad ones.
  package init(path: String, column: String? = nil) throws {
    self.path = path
    var reader = try CSVReader(path: path)
    guard try reader.advance() else { throw FileError(path: path, problem: "is empty") }
    let header = (0..<reader.fieldCount).map { reader.text($0) }
    let idField = header.firstIndex { $0 == "GalaxyID" || $0 == "GalaxyId" } ?? 0
    var valueField: Int?
    if let column {
      guard let field = header.firstIndex(of: column) else {
        let present = header.prefix(40).joined(separator: ", ") + (header.count > 40 ? ", …" : "")
        throw reader.error("has no column \(column), only \(present)")
      }
      valueField = field
    }
    var (identifiers, values): ([String], [String]) = ([], [])
    var lines: [String: Int] = [:]
    var failure: FileError?
    var failureCount = 0
    func note(_ error: FileError) {
      failure = failure ?? error
      failureCount += 1
    }
    while try reader.advance() {
      guard reader.fieldCount == header.count else {
        note(reader.error("expected \(header.count) fields, found \(reader.fieldCount)"))
        continue
      }
      let text = reader.text(idField)
      let identifier = ImageFile.isJPEG(text) ? (text as NSString).deletingPathExtension : text
      let value = valueField.map { reader.text($0) }
      if let line = lines[identifier] {
        note(reader.error("image \(reader.excerpt(idField)) is already on line \(line)"))
      } else if identifier.isEmpty {
        note(reader.error("names no image"))
      } else if value?.isEmpty == true {
        note(reader.error("\(column ?? "") is empty"))
      } else {
        lines[identifier] = reader.line
        identifiers.append(identifier)
        if let value { values.append(value) }
      }
    }
    if let failure {
      let others = failureCount > 1 ? " (and \(failureCount - 1) more bad row\(failureCount > 2 ? "s" : ""))" : ""
      throw FileError(path: path, problem: failure.problem + others)
    }
    guard !identifiers.isEmpty else { throw FileError(path: path, problem: "holds a header but no rows") }
    self.identifiers = identifiers
    self.values = values
  }

  /// The images that have a row, in their order, with their rows.
  ///
  /// Rows without images and images without rows are normal.
  ///
  /// - Throws: `FileError` where no image has a row.
  package func rows(of images: [String]) throws -> [(image: Int, row: Int)] {
    let rows = Dictionary(uniqueKeysWithValues: zip(identifiers, identifiers.indices))
    let pairs = images.enumerated().compactMap { image, identifier in rows[identifier].map { (image: image, row: $0) } }
    guard !pairs.isEmpty else {
      let example = images.first.map { " (such as \($0))" } ?? ""
      throw FileError(
        path: path,
        problem: "no row has an image: \(identifiers.count) rows (such as \(identifiers[0])), "
          + "\(images.count) images\(example)")
    }
    return pairs
  }
}
