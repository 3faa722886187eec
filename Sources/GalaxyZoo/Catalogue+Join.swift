// Which rows of a catalogue have an image.
internal import DataFiles
public import ImageDatasets

extension Catalogue {
  /// The galaxies that have both a row and an image.
  public struct Join: Sendable {
    /// The galaxies, ascending.
    public let ids: [Int]
    /// The row of every galaxy in the catalogue.
    public let rows: [Int]
    /// The index of every galaxy's image among the identifiers of the images.
    public let images: [Int]
    /// What is left over on either side.
    public let report: JoinReport
  }

  /// Joins the rows with images named by `identifiers`, the names of their files without extension.
  ///
  /// Rows without images and images without rows are normal and reported, not refused.
  ///
  /// - Throws: `FileError` naming the catalogue's file where nothing joins, or where two images are of one galaxy.
  public func joined(with identifiers: [String]) throws -> Join {
    var imageOfID: [Int: Int] = [:]
    var unnumbered: [String] = []
    for (image, identifier) in identifiers.enumerated() {
      guard let id = Int(positive: identifier) else {
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
      subject: "galaxy", joined: joinedIDs.count, rowsWithoutImage: rowsWithoutImage,
      imagesWithoutRow: imageOfID.keys.sorted().map(String.init), imagesWithoutNumber: unnumbered)
    return Join(ids: joinedIDs, rows: rows, images: images, report: report)
  }
}
