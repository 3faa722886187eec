// Extents cut into pieces.

/// Consecutive pieces of 0 ..< extent, equal but for the last.
struct Pieces: Sendable {
  let extent, grain: Int

  /// Pieces of `grain`, or of 1 if that is less.
  init(extent: Int, grain: Int) {
    self.extent = extent
    self.grain = max(1, grain)
  }

  /// About as many pieces as wanted; at least one.
  init(_ extent: Int, pieces: Int) {
    self.init(extent: extent, grain: Parallel.pieces(extent, grain: max(1, pieces)))
  }

  var count: Int { Parallel.pieces(extent, grain: grain) }

  subscript(index: Int) -> Range<Int> { index * grain..<min(extent, (index + 1) * grain) }
}

extension Range<Int> {
  func offset(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}
