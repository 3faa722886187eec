// The rows of images in the order in which windows come to them.

extension WindowGeometry {
  /// The rows of the image that windows of an output row are the first to reach; the last output row has the rest.
  ///
  /// For gradients that are sums over windows: rows that are cleared when they are needed are still in the cache.
  func newRows(outputRow: Int) -> Range<Int> {
    (outputRow == 0 ? 0 : rowsReached(through: outputRow - 1))..<rowsReached(through: outputRow)
  }

  private func rowsReached(through outputRow: Int) -> Int {
    if outputRow == outputHeight - 1 { return inputHeight }
    let end = outputRow * stride.height - top + kernelRows(outputRow: outputRow).upperBound
    return min(max(end, 0), inputHeight)
  }
}
