// A survey at a glance.
internal import DataFiles
public import Images
internal import Tensors

extension SyntheticSurvey {
  /// Writes the contact sheet as a JPEG file.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func writeContactSheet(to path: String) throws {
    try AtomicFile.write(JPEG.encode(contactSheet()), to: path)
  }

  /// Galaxies of a contact sheet at most.
  public static let sheetCount = 100
  private static let side = 140
  private static let columns = 10

  /// The first galaxies of the survey, up to ``sheetCount``, in rows of ten.
  ///
  /// - Throws: `FileError` where a picture cannot be drawn.
  public func contactSheet() throws -> Image {
    let shown = min(count, Self.sheetCount)
    let pictures = try Parallel.map(shown) { index in
      try galaxy(at: index).image.resized(width: Self.side, height: Self.side, by: .area)
    }
    let width = min(shown, Self.columns) * Self.side
    let height = (shown + Self.columns - 1) / Self.columns * Self.side
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    for (index, picture) in pictures.enumerated() {
      let (left, top) = (index % Self.columns * Self.side, index / Self.columns * Self.side)
      for row in 0..<Self.side {
        let start = ((top + row) * width + left) * 3
        pixels.replaceSubrange(
          start..<start + 3 * Self.side, with: picture.pixels[3 * Self.side * row..<3 * Self.side * (row + 1)])
      }
    }
    return Image(width: width, height: height, channels: 3, pixels: pixels)
  }
}
