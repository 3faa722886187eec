// The sums over pixels behind a convolution's weight gradient, by Winograd's tiles.
internal import CKernels

/// Products of the pixels in each window and of the gradient of its output, summed over all windows of a batch.
///
/// The gradient of F(m, r) with respect to the weights is F(r, m): the output's gradient takes the filter's place, and
/// only the sum over all tiles is transformed back. Sums over many tiles are cut into chunks, whose sums are added in
/// their order: one long sum would round several times as much.
struct WinogradWeightGradient: Sendable {
  private let tile: WinogradTile
  private let inputs, gradients: TiledImages
  private let channels, outputChannels: Int
  private let areSmall: Bool
  /// The tiles that are summed one after another.
  private let tiles: Chunks

  // Sums of more floats do not stay in a core's own cache beside a small block of tiles.
  private static let cachedFloats = 1 << 16
  private static let tasksWanted = 64
  private static let shortestSum = 112, longestSum = 1024

  init(geometry g: WindowGeometry, outputChannels: Int, tile: WinogradTile) {
    self.tile = tile
    channels = g.channels
    self.outputChannels = outputChannels
    let (rows, columns) = (WindowAxis.rows(of: g), WindowAxis.columns(of: g))
    inputs = .sources(batch: g.batch, rows: rows, columns: columns, channels: channels, tile: tile)
    gradients = .targets(batch: g.batch, rows: rows, columns: columns, channels: outputChannels, tile: tile)
    areSmall = tile.positions * channels * outputChannels <= Self.cachedFloats
    let tasks = areSmall ? min(Self.tasksWanted, inputs.count / Self.shortestSum) : 1
    tiles = Chunks(inputs.count, wanted: max(tasks, Parallel.chunkCount(inputs.count, grain: Self.longestSum)))
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func callAsFunction(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    let shape: Shape = [tile.taps, tile.taps, channels, outputChannels]
    guard inputs.count > 0 else { return Tensor(shape, repeating: 0) }
    let sums = (0..<tiles.count).map { _ in TransformedTiles(tile, count: channels, channels: outputChannels) }
    if areSmall {
      Parallel.forEach(tiles.count) { add(input, dOutput, tiles: tiles[$0], to: sums[$0]) }
    } else {
      for chunk in 0..<tiles.count { add(input, dOutput, tiles: tiles[chunk], to: sums[chunk]) }
    }
    Parallel.forEach(tile.positions) { position in
      for chunk in sums.dropFirst() {
        gk_accumulate(sums[0][position], chunk[position], channels * chunk.width)
      }
    }
    withExtendedLifetime((input, dOutput)) {}
    return Tensor(uninitialized: shape) { transformBack(sums[0], into: $0) }
  }

  /// Sums the products of a chunk of tiles.
  private func add(_ input: Tensor, _ dOutput: Tensor, tiles chunk: Range<Int>, to sums: TransformedTiles) {
    let blocks = WinogradBlocks(tiles: chunk.count, areSmall: areSmall)
    let inputs = TransformedTiles(tile, count: blocks.length, channels: channels)
    let gradients = TransformedTiles(tile, count: blocks.length, channels: outputChannels)
    let panels = sums.panels
    for index in 0..<blocks.count {
      let block = blocks[index].offset(by: chunk.lowerBound)
      blocks.forEachChunk(of: index) { _, part in
        let tiles = part.offset(by: chunk.lowerBound)
        self.inputs.forEachRow(of: tiles) { row, pixel, tile in
          row.source = input.pointer + pixel
          row.target = inputs[0] + (tile - block.lowerBound) * inputs.width
          (row.position_stride, row.tile_stride) = (inputs.positionStride, inputs.width)
          gk_winograd_input(Int32(self.tile.side), &row)
        }
        self.gradients.forEachRow(of: tiles) { row, pixel, tile in
          for panel in 0..<panels.count {
            row.source = dOutput.pointer + pixel + panels.first(of: panel)
            row.channels = panels.channels(in: panel)
            row.target = gradients[0, panel: panel] + (tile - block.lowerBound) * panels.width(of: panel)
            (row.position_stride, row.tile_stride) = (gradients.positionStride, panels.width(of: panel))
            gk_winograd_filter(Int32(self.tile.side), Int32(self.tile.outputs), &row)
          }
        }
      }
      Parallel.forEach(tile.positions) { position in
        var box = gk_weight_box()
        box.input = UnsafePointer(inputs[position])
        box.input_pixel = inputs.width
        (box.images, box.rows, box.pixels, box.run) = (1, 1, block.count, channels)
        box.accumulates = index > 0 ? 1 : 0
        for panel in 0..<panels.count {
          box.gradient = UnsafePointer(gradients[position, panel: panel])
          box.sums = sums[position, panel: panel]
          box.width = panels.width(of: panel)
          (box.gradient_pixel, box.sum_row) = (box.width, box.width)
          gk_weight_sums(&box)
        }
      }
    }
    withExtendedLifetime((inputs, gradients, sums)) {}
  }

  private func transformBack(_ sums: TransformedTiles, into dWeight: UnsafeMutablePointer<Float>) {
    let inputChannels = Chunks(extent: channels, grain: 16)
    Parallel.forEach(sums.panels.count * inputChannels.count) { task in
      let panel = task / inputChannels.count
      let width = sums.panels.width(of: panel)
      var row = gk_winograd_row()
      (row.rows, row.columns, row.tiles) = (tile.taps, tile.taps, 1)
      row.channels = sums.panels.channels(in: panel)
      row.pixel_stride = channels * outputChannels
      row.row_stride = tile.taps * row.pixel_stride
      row.position_stride = sums.positionStride
      row.epilogue = .none
      for channel in inputChannels[task % inputChannels.count] {
        row.source = UnsafePointer(sums[0, panel: panel] + channel * width)
        row.target = dWeight + channel * outputChannels + sums.panels.first(of: panel)
        gk_winograd_output(Int32(tile.side), Int32(tile.taps), &row)
      }
    }
    withExtendedLifetime(sums) {}
  }
}
