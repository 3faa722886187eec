// How a correlation is cut into tasks.

/// The tasks of a correlation, cut by its extents alone, so that results are the same for any number of threads.
struct CorrelationCut: Sendable {
  /// What one task computes: some windows of some images, for some panels of target channels.
  struct Task {
    let panels, images, rows, columns: Range<Int>
    /// Index of the task among those for the same panels.
    let chunk: Int
  }

  /// Whether lines of pixels run through the images of the batch, not along rows.
  let linesRunAcrossImages: Bool
  private let panels, images, rows, columns: Chunks

  // Enough to keep many threads busy to the end, each long enough to be worth starting.
  private static let tasksWanted = 64
  private static let leastMultiplyAdds = 1 << 20
  // Floats of source and target that stay in a core's own cache while all weights pass by.
  private static let cachedFloats = 1 << 16
  // Pixels in a tile below which processors wait for weights instead of multiplying.
  private static let tileHeight = 6

  init(_ c: Correlation) {
    // Along a row every window has all its taps, across images only those inside; low tiles cost as much as high ones.
    let insideTaps = (0..<c.columns.taps).reduce(0) { $0 + c.columns.windows(withTapInside: $1).count }
    let rowCost = c.columns.taps * max(c.columns.count, Self.tileHeight) * c.batch
    let acrossCost = insideTaps * max(c.batch, Self.tileHeight)
    linesRunAcrossImages = c.batch > 1 && 10 * acrossCost < 9 * rowCost

    let panelCount = ChannelPanels(channels: c.targetChannels).count
    let weights = c.rows.taps * c.columns.taps * c.sourceChannels * c.targetChannels
    let multiplyAdds = c.batch * c.rows.count * c.columns.count * weights
    let wanted = max(1, min(Self.tasksWanted, multiplyAdds / Self.leastMultiplyAdds))
    if linesRunAcrossImages {
      let lines = c.rows.count * c.columns.count * panelCount
      panels = Chunks(panelCount, wanted: panelCount)
      images = Chunks(c.batch, wanted: min(wanted / lines, c.batch / (4 * Self.tileHeight)))
      rows = Chunks(c.rows.count, wanted: c.rows.count)
      columns = Chunks(c.columns.count, wanted: c.columns.count)
    } else {
      let perImage = Parallel.chunkCount(wanted, grain: max(1, c.batch))
      let imageSize = c.rows.source * c.columns.source * c.sourceChannels
      let resultSize = c.rows.count * c.columns.count * c.targetChannels
      let length = max(1, c.rows.count, c.columns.count)
      // Whichever of weights and image is larger is cut first, so that each task reads less of it.
      var lineChunks = max(1, (imageSize + resultSize) / Self.cachedFloats)
      if weights < imageSize { lineChunks = max(lineChunks, perImage) }
      let panelChunks = min(panelCount, Parallel.chunkCount(perImage, grain: min(lineChunks, length)))
      lineChunks = max(lineChunks, Parallel.chunkCount(perImage, grain: panelChunks))
      panels = Chunks(panelCount, wanted: panelChunks)
      images = Chunks(c.batch, wanted: c.batch)
      rows = Chunks(c.rows.count, wanted: lineChunks)
      columns = Chunks(c.columns.count, wanted: c.rows.count == 1 ? lineChunks : 1)
    }
  }

  /// Number of tasks.
  var count: Int { panels.count * chunkCount }

  /// Number of tasks for the same panels.
  var chunkCount: Int { images.count * rows.count * columns.count }

  /// Rows of windows in a task, at most.
  var mostRows: Int { rows.grain }

  func task(_ index: Int) -> Task {
    let chunk = index % chunkCount
    return Task(
      panels: panels[index / chunkCount], images: images[chunk / (rows.count * columns.count)],
      rows: rows[chunk / columns.count % rows.count], columns: columns[chunk % columns.count], chunk: chunk)
  }
}
