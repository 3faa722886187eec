// Which rows of a table are about which images.
internal import DataFiles

extension LabelTable {
  /// The images of a source that have a row, in their order, with their rows.
  ///
  /// A row's name for an image is the image's identifier, with or without `.jpg`, `.jpeg` or `.png`; it may lack folders that
  /// the identifier begins with, or begin with folders that the identifier lacks, as a full path does. Rows without images
  /// and images without rows are normal and reported.
  ///
  /// - Throws: `FileError` where no row has an image, a row may be about several images, or two rows are about one.
  public func rows(of source: ImageSource) throws -> (pairs: [(image: Int, row: Int)], report: JoinReport) {
    let images = ImageNames(source.identifiers)
    var rowOfImage = [Int?](repeating: nil, count: source.count)
    var unmatched: [String] = []
    for (row, name) in identifiers.enumerated() {
      let matches = images.matching(name)
      guard let image = matches.first else {
        unmatched.append(name)
        continue
      }
      guard matches.count == 1 else {
        throw error(
          row, "\(name.excerpt) may be \(source.fileName(of: matches[0])) or \(source.fileName(of: matches[1]))")
      }
      if let other = rowOfImage[image] {
        throw error(
          row, "image \(name.excerpt) is already on line \(lines[other]), as \(identifiers[other].excerpt)")
      }
      rowOfImage[image] = row
    }
    let pairs = rowOfImage.enumerated().compactMap { image, row in row.map { (image: image, row: $0) } }
    guard !pairs.isEmpty else {
      let example = source.identifiers.first.map { " (such as \($0))" } ?? ""
      throw FileError(
        path: path,
        problem: "no row has an image: \(counted(count, "row")) (such as \(identifiers[0])), "
          + "\(counted(source.count, "image"))\(example)")
    }
    let report = JoinReport(
      joined: pairs.count, rowsWithoutImage: unmatched,
      imagesWithoutRow: rowOfImage.indices.filter { rowOfImage[$0] == nil }.map { source.identifiers[$0] })
    return (pairs, report)
  }
}
