// Memory for what Winograd's transforms make of tiles.

/// Transformed tiles or weights: a matrix for each position, with zeros behind the last channel of a row.
///
/// Matrices are whole, [count, width], or in panels of channels, [panels, count, panel width].
struct TransformedTiles: Sendable {
  let panels: ChannelPanels
  let count: Int
  /// Floats from one position's matrix to the next one's.
  let positionStride: Int
  private let storage: Storage

  // Without the gap all positions would fall into the same few sets of the caches.
  private static let gap = 16

  init(_ tile: WinogradTile, count: Int, channels: Int) {
    panels = ChannelPanels(channels: channels)
    self.count = count
    positionStride = count * panels.totalWidth + Self.gap
    storage = Storage(count: tile.positions * positionStride)
  }

  /// Floats a row in a whole matrix.
  var width: Int { panels.totalWidth }

  /// The matrix of a position; valid while the tiles live.
  subscript(position: Int) -> UnsafeMutablePointer<Float> { storage.pointer + position * positionStride }

  /// A panel of the matrix of a position.
  subscript(position: Int, panel panel: Int) -> UnsafeMutablePointer<Float> {
    self[position] + count * panels.first(of: panel)
  }
}
