// How Winograd convolution is cut into tasks.

/// Blocks of tiles, cut by extents alone, so that results are the same for any number of threads.
///
/// The tiles of a block are transformed and multiplied with one matrix a position. Small blocks stay in a core's own
/// cache and are tasks. Where the matrices are too large to be read for every small block, large blocks come one after
/// another, and the steps of their work are cut into tasks.
struct WinogradBlocks: Sendable {
  let areSmall: Bool
  private let blocks: Chunks

  // Multiples of the height of register tiles.
  private static let large = 224, small = 28, smallest = 14
  private static let tasksWanted = 32
  private static let chunkOfLarge = 8

  init(tiles: Int, areSmall: Bool) {
    self.areSmall = areSmall
    let small = min(Self.small, max(Self.smallest, Parallel.chunkCount(tiles, grain: Self.tasksWanted)))
    blocks = Chunks(extent: tiles, grain: areSmall ? small : Self.large)
  }

  var count: Int { blocks.count }

  /// Tiles in a block, at most.
  var length: Int { min(blocks.grain, blocks.extent) }

  subscript(index: Int) -> Range<Int> { blocks[index] }

  /// Chunks of a block whose tiles are transformed together.
  var chunks: Chunks { Chunks(extent: length, grain: areSmall ? length : Self.chunkOfLarge) }

  /// Calls `body` for all blocks, in parallel if they are small.
  func forEach(_ body: (_ index: Int) -> Void) {
    if areSmall {
      Parallel.forEach(count, body)
    } else {
      for index in 0..<count { body(index) }
    }
  }

  /// Calls `body` for the chunks of a block, in parallel.
  func forEachChunk(of index: Int, _ body: (_ chunk: Int, _ tiles: Range<Int>) -> Void) {
    let block = self[index]
    Parallel.forEach(chunks.count) { chunk in
      body(chunk, chunks[chunk].offset(by: block.lowerBound).clamped(to: block))
    }
  }
}
