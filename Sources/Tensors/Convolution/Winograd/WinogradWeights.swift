// Weights of a convolution, transformed for Winograd's tiles.
internal import CKernels

/// Transformed weights, to be used for any number of batches: for each position and each panel of target channels a
/// matrix [source channels, width].
package struct WinogradWeights: Sendable {
  let tile: WinogradTile
  let matrices: TransformedTiles

  /// - Parameter transposed: whether sums are over the output channels, as in the gradient.
  /// - Shape: weight [KH, KW, C, K].
  init(_ weight: Tensor, for correlation: WinogradCorrelation, transposed: Bool) {
    let packed = WeightPanels(weight, rows: correlation.rows, columns: correlation.columns, transposed: transposed)
    let sourceChannels = weight.shape[transposed ? 3 : 2]
    let tile = correlation.tile
    let matrices = TransformedTiles(tile, count: sourceChannels, channels: packed.panels.channels)
    self.tile = tile
    self.matrices = matrices
    let sources = Chunks(extent: sourceChannels, grain: 16)
    Parallel.forEach(packed.panels.count * sources.count) { task in
      let (panel, channels) = (task / sources.count, sources[task % sources.count])
      let width = packed.panels.width(of: panel)
      var row = gk_winograd_row()
      (row.rows, row.columns, row.tiles, row.channels) = (tile.taps, tile.taps, 1, width)
      row.pixel_stride = sourceChannels * width
      row.row_stride = tile.taps * row.pixel_stride
      row.position_stride = matrices.positionStride
      for channel in channels {
        row.source = packed.pointer(to: panel) + channel * width
        row.target = matrices[0, panel: panel] + channel * width
        gk_winograd_filter(Int32(tile.side), Int32(tile.taps), &row)
      }
    }
    withExtendedLifetime(packed) {}
  }
}
