// Which rows of a catalogue have an image.
internal import DataFiles

extension Catalogue {
  /// The galaxies that have both a row and an image.
  public struct Join: Sendable {
    /// The galaxies, ascending.
    public let ids: [Int]
    /// The row of every galaxy in the catalogue.
    public let rows: [Int]
    /// The place of every galaxy among the identifiers of the images.
    public let images: [Int]
    /// What found no partner.
    public let report: JoinReport
  }

  /// What found no partner in a ``Join``.
  public struct JoinReport: Equatable, Sendable, CustomStringConvertible {
    /// The number of galaxies that have both.
    public let joined: Int
    /// Rows without an image, ascending.
    public let rowsWithoutImage: Examples
    /// Images without a row, ascending.
    public let imagesWithoutRow: Examples
    /// Images whose identifier is not the number of a galaxy, in their order.
    public let imagesWithoutNumber: Examples

    /// One paragraph for the user.
    public var description: String {
      var sentences = ["\(counted(joined, "galaxy row")) with an image."]
      if rowsWithoutImage.count > 0 {
        sentences.append("Without an image: \(counted(rowsWithoutImage.count, "row")) (\(rowsWithoutImage)).")
      }
      if imagesWithoutRow.count > 0 {
        sentences.append("Without a row: \(counted(imagesWithoutRow.count, "image")) (\(imagesWithoutRow)).")
      }
      if imagesWithoutNumber.count > 0 {
        let images = counted(imagesWithoutNumber.count, "image")
        sentences.append("Not named by a galaxy's number: \(images) (\(imagesWithoutNumber)).")
      }
      return sentences.joined(separator: " ")
    }
  }

  /// Joins the rows with images named by `identifiers`, the names of their files without extension.
  ///
  /// Rows without images and images without rows are normal and reported, not refused.
  ///
  /// - Throws: ``FileError`` naming the catalogue's file where nothing joins, or where two images are of one galaxy.
  public func joined(with identifiers: [String]) throws -> Join {
    var imageOfID: [Int: Int] = [:]
    var unnumbered: [String] = []
    for (image, identifier) in identifiers.enumerated() {
      guard let id = Int(identifier), id > 0 else {
        unnumbered.append(identifier)
        continue
      }
      if let other = imageOfID.updateValue(image, forKey: id) {
        throw FileError(path: path, problem: "images \(identifiers[other]) and \(identifier) are both galaxy \(id)")
      }
    }
    var joinedIDs: [Int] = []
    var rows: [Int] = []
    var images: [Int] = []
    var rowsWithoutImage: [String] = []
    for row in ids.indices.sorted(by: { ids[$0] < ids[$1] }) {
      if let image = imageOfID.removeValue(forKey: ids[row]) {
        joinedIDs.append(ids[row])
        rows.append(row)
        images.append(image)
      } else {
        rowsWithoutImage.append(String(ids[row]))
      }
    }
    guard !joinedIDs.isEmpty else {
      let rowExample = "\(counted(count, "row")) (such as \(ids[0]))"
      let imageExample = counted(identifiers.count, "image") + (identifiers.first.map { " (such as \($0))" } ?? "")
      throw FileError(path: path, problem: "no row has an image: \(rowExample), \(imageExample)")
    }
    let report = JoinReport(
      joined: joinedIDs.count, rowsWithoutImage: Examples(rowsWithoutImage),
      imagesWithoutRow: Examples(imageOfID.keys.sorted().map(String.init)),
      imagesWithoutNumber: Examples(unnumbered))
    return Join(ids: joinedIDs, rows: rows, images: images, report: report)
  }
}
