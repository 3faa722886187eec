// The sliding sum behind a convolution's forward pass and its data gradient, by Winograd's tiles.
internal import CKernels

/// Windows with stride 1 on a batch of images, each summed with weights into one pixel of the target.
struct WinogradCorrelation: Sendable {
  let rows, columns: WindowAxis
  let tile: WinogradTile
  private let sources, targets: TiledImages
  private let sourceChannels, targetChannels: Int
  private let blocks: WinogradBlocks

  // Transformed weights of more floats are not read for every small block.
  private static let repeatedFloats = 5 << 20

  init(
    batch: Int, rows: WindowAxis, columns: WindowAxis, sourceChannels: Int, targetChannels: Int, tile: WinogradTile
  ) {
    self.rows = rows
    self.columns = columns
    self.tile = tile
    self.sourceChannels = sourceChannels
    self.targetChannels = targetChannels
    sources = .sources(batch: batch, rows: rows, columns: columns, channels: sourceChannels, tile: tile)
    targets = .targets(batch: batch, rows: rows, columns: columns, channels: targetChannels, tile: tile)
    blocks = WinogradBlocks(
      tiles: sources.count, areSmall: tile.positions * sourceChannels * targetChannels <= Self.repeatedFloats)
  }

  /// Number of chunks whose moments are summed apart.
  var chunkCount: Int { blocks.count * blocks.chunks.count }

  /// Writes the sums of all windows.
  ///
  /// - Parameter moments: zeros, [chunkCount, 2, targetChannels]; needed where the epilogue has a shift.
  func run(
    _ source: UnsafePointer<Float>, _ weights: WinogradWeights, into target: UnsafeMutablePointer<Float>,
    epilogue: Epilogue = Epilogue(), moments: UnsafeMutablePointer<Float>? = nil
  ) {
    let side = Int32(tile.side)
    let outputs = Int32(tile.outputs)
    blocks.forEach { index in
      let block = blocks[index]
      let inputs = TransformedTiles(tile, count: block.count, channels: sourceChannels)
      let sums = TransformedTiles(tile, count: block.count, channels: targetChannels)
      blocks.forEachChunk(of: index) { _, tiles in
        sources.forEachRow(of: tiles) { row, pixel, tile in
          row.source = source + pixel
          row.target = inputs[0] + (tile - block.lowerBound) * inputs.width
          (row.position_stride, row.tile_stride) = (inputs.positionStride, inputs.width)
          gk_winograd_input(side, &row)
        }
      }
      Parallel.forEach(tile.positions) { multiply(inputs, weights, into: sums, position: $0) }
      blocks.forEachChunk(of: index) { chunk, tiles in
        targets.forEachRow(of: tiles) { row, pixel, tile in
          row.source = UnsafePointer(sums[0] + (tile - block.lowerBound) * sums.width)
          row.target = target + pixel
          (row.position_stride, row.tile_stride) = (sums.positionStride, sums.width)
          row.epilogue = epilogue.kernelArgument(
            of: targetChannels, addendOffset: pixel,
            moments: moments.map { $0 + (index * blocks.chunks.count + chunk) * 2 * targetChannels })
          gk_winograd_output(side, outputs, &row)
        }
      }
      withExtendedLifetime((inputs, sums)) {}
    }
    withExtendedLifetime((weights, epilogue)) {}
  }

  /// The sums over the source channels at one position.
  private func multiply(
    _ inputs: TransformedTiles, _ weights: WinogradWeights, into sums: TransformedTiles, position: Int
  ) {
    var line = gk_window_line()
    line.epilogue = .none
    line.input = UnsafePointer(inputs[position])
    line.pixel_stride = inputs.width
    (line.rows, line.run) = (1, sourceChannels)
    line.output_stride = sums.width
    line.pixels = inputs.count
    for panel in 0..<sums.panels.count {
      line.weights = UnsafePointer(weights.matrices[position, panel: panel])
      line.output = sums[position] + sums.panels.first(of: panel)
      line.channels = sums.panels.width(of: panel)
      gk_window_sums(&line)
    }
  }
}
