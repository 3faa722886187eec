// Photographs that are stored turned or mirrored.

/// How a stored image has to be turned and mirrored to be shown; the raw value is that of the Orientation tag of Exif 2.3.
enum Orientation: Int {
  case upright = 1
  case mirrored
  case turnedHalf
  case flipped
  case transposed
  case turnedRight
  case antitransposed
  case turnedLeft

  /// Whether rows become columns.
  var transposes: Bool { rawValue >= 5 }
  /// Whether a stored row is read from its right end.
  private var reversesColumns: Bool { [2, 3, 7, 8].contains(rawValue) }
  /// Whether the stored rows are read from the last one.
  private var reversesRows: Bool { [3, 4, 6, 7].contains(rawValue) }

  /// Where a part of the shown image is in the stored one, of `width` × `height` pixels.
  func stored(_ part: Rectangle, width: Int, height: Int) -> Rectangle {
    let (x, y) = transposes ? (part.y, part.x) : (part.x, part.y)
    let (columns, rows) = transposes ? (part.height, part.width) : (part.width, part.height)
    return Rectangle(
      x: reversesColumns ? width - x - columns : x, y: reversesRows ? height - y - rows : y, width: columns,
      height: rows)
  }

  /// A stored image as it is shown.
  func shown(_ image: Image) -> Image {
    if self == .upright { return image }
    let (width, height, channels) = (image.width, image.height, image.channels)
    let size = transposes ? (width: height, height: width) : (width: width, height: height)
    // A step to the right and one down in the shown image are these steps in the stored one.
    let (column, row) = (reversesColumns ? -channels : channels, (reversesRows ? -width : width) * channels)
    let (right, down) = transposes ? (row, column) : (column, row)
    let start = ((reversesRows ? height - 1 : 0) * width + (reversesColumns ? width - 1 : 0)) * channels
    let pixels = [UInt8](unsafeUninitializedCapacity: image.pixels.count) { target, count in
      image.pixels.withUnsafeBufferPointer { source in
        for y in 0..<size.height {
          for x in 0..<size.width {
            for channel in 0..<channels {
              target[count] = source[start + y * down + x * right + channel]
              count += 1
            }
          }
        }
      }
    }
    return Image(width: size.width, height: size.height, channels: channels, pixels: pixels)
  }
}
