// Ranges cut into chunks.

/// Consecutive chunks of 0 ..< extent, of equal length but for the last.
struct Chunks: Sendable {
  let extent: Int
  /// Length of every chunk but the last.
  let grain: Int

  /// Chunks of `grain`, or of 1 if that is less.
  init(extent: Int, grain: Int) {
    self.extent = extent
    self.grain = max(1, grain)
  }

  /// About as many chunks as wanted; at least one.
  init(_ extent: Int, wanted: Int) {
    self.init(extent: extent, grain: Parallel.chunkCount(extent, grain: max(1, wanted)))
  }

  var count: Int { Parallel.chunkCount(extent, grain: grain) }

  subscript(index: Int) -> Range<Int> { index * grain..<min(extent, (index + 1) * grain) }
}

extension Range<Int> {
  func offset(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}
