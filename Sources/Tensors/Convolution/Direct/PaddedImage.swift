// An image in memory, perhaps with zeros around it.

/// Where the pixels of an image, or of a part of one, are in memory.
struct PaddedImage {
  let start: UnsafePointer<Float>
  var firstRow = 0
  var firstColumn = 0
  let rowStride: Int
  let channels: Int

  func pixel(_ row: Int, _ column: Int) -> UnsafePointer<Float> {
    start + (row - firstRow) * rowStride + (column - firstColumn) * channels
  }
}
