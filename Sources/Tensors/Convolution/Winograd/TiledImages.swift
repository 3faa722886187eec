// Where Winograd's tiles lie on images.
internal import CKernels

/// A batch of images covered by tiles, which are numbered along rows, row by row, image by image.
struct TiledImages: Sendable {
  /// Number of tiles.
  let count: Int
  private let rowTiles, columnTiles, step: Int
  private let rows, columns, channels: Int
  private let firstRow, firstColumn: Int

  private init(
    batch: Int, _ tile: WinogradTile, windows: (rows: Int, columns: Int), size: (rows: Int, columns: Int),
    first: (row: Int, column: Int), channels: Int
  ) {
    step = tile.outputs
    rowTiles = Parallel.chunkCount(windows.rows, grain: step)
    columnTiles = Parallel.chunkCount(windows.columns, grain: step)
    count = batch * rowTiles * columnTiles
    (rows, columns) = size
    (firstRow, firstColumn) = first
    self.channels = channels
  }

  /// The images that windows with stride 1 lie on.
  static func sources(
    batch: Int, rows: WindowAxis, columns: WindowAxis, channels: Int, tile: WinogradTile
  ) -> TiledImages {
    TiledImages(
      batch: batch, tile, windows: (rows.count, columns.count), size: (rows.source, columns.source),
      first: (rows.origin, columns.origin), channels: channels)
  }

  /// The images whose pixels are the sums of windows.
  static func targets(
    batch: Int, rows: WindowAxis, columns: WindowAxis, channels: Int, tile: WinogradTile
  ) -> TiledImages {
    TiledImages(
      batch: batch, tile, windows: (rows.count, columns.count), size: (rows.count, columns.count), first: (0, 0),
      channels: channels)
  }

  /// Calls `transform` for some tiles, cut where rows of an image end. What it has to fill in are source, target and
  /// the memory's strides: `pixel` is where the image begins, `tile` the number of the first tile.
  func forEachRow(of tiles: Range<Int>, _ transform: (_ row: inout gk_winograd_row, _ pixel: Int, _ tile: Int) -> Void)
  {
    var row = gk_winograd_row()
    row.row_stride = columns * channels
    row.pixel_stride = channels
    (row.rows, row.columns, row.channels) = (rows, columns, channels)
    row.step = step
    var tile = tiles.lowerBound
    while tile < tiles.upperBound {
      let (line, column) = (tile / columnTiles, tile % columnTiles)
      row.row = firstRow + line % rowTiles * step
      row.column = firstColumn + column * step
      row.tiles = min(columnTiles - column, tiles.upperBound - tile)
      transform(&row, line / rowTiles * rows * columns * channels, tile)
      tile += row.tiles
    }
  }
}
