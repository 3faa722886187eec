// The sliding sum behind a convolution's forward pass and its data gradient, in register tiles.
internal import CKernels

/// Windows on a batch of images, each summed with weights into one pixel of the target.
///
/// Kernels compute lines of pixels, see `gk_window_line`. Lines run along rows; where windows overhang the sides of the
/// source, its rows are copied with zeros around them. Where rows are short, lines run through the images of the batch
/// instead, one window position at a time. Rows of a window above and below the source are left out, and so are its
/// columns beside the source where lines run through images.
struct Correlation: Sendable {
  let batch: Int
  let rows, columns: WindowAxis
  let sourceChannels, targetChannels: Int

  init(batch: Int, rows: WindowAxis, columns: WindowAxis, sourceChannels: Int, targetChannels: Int) {
    // Windows of one pixel each need neither rows nor images: all pixels are one line.
    let isLine = rows.isPointwise && columns.isPointwise
    self.batch = isLine ? 1 : batch
    self.rows = isLine ? .pointwise(1) : rows
    self.columns = isLine ? .pointwise(batch * rows.count * columns.count) : columns
    self.sourceChannels = sourceChannels
    self.targetChannels = targetChannels
  }

  /// Writes the sums of all windows; pixels of the target that no window belongs to are not touched.
  ///
  /// - Parameter moments: zeros, [cut.chunkCount, 2, targetChannels]; needed where the epilogue has a shift.
  func run(
    _ source: UnsafePointer<Float>, _ weights: WeightPanels, into target: UnsafeMutablePointer<Float>,
    cut: CorrelationCut, epilogue: Epilogue = Epilogue(), moments: UnsafeMutablePointer<Float>? = nil
  ) {
    if rows.isPointwise && columns.isPointwise {
      runLine(source, weights, into: target, cut: cut, epilogue: epilogue, moments: moments)
      return
    }
    let acrossImages = cut.linesRunAcrossImages
    let pads = columns.overhangs && !acrossImages
    let paddedSize = pads ? self.paddedSize(cut) : 0
    let sourceImage = rows.source * columns.source * sourceChannels
    let targetImage = rows.target * columns.target * targetChannels
    Parallel.forEach(cut.count) { index in
      let task = cut.task(index)
      let copy = pads ? Storage(count: paddedSize) : nil
      for image in acrossImages ? task.images.prefix(1) : task.images {
        var view = PaddedImage(
          start: source + image * sourceImage, rowStride: columns.source * sourceChannels, channels: sourceChannels)
        if let copy { view = padded(view, for: task, into: copy.pointer) }
        for panel in task.panels {
          let channel = weights.panels.first(of: panel)
          var line = gk_window_line()
          line.pixels = acrossImages ? task.images.count : task.columns.count
          line.pixel_stride = acrossImages ? sourceImage : columns.step * sourceChannels
          line.output_stride = acrossImages ? targetImage : columns.targetStep * targetChannels
          line.channels = weights.panels.channels(in: panel)
          line.epilogue = epilogue.kernelArgument(
            channel: channel, of: targetChannels, moments: moments.map { $0 + task.chunk * 2 * targetChannels })
          for row in task.rows {
            for column in acrossImages ? task.columns : task.columns.prefix(1) {
              compute(
                &line, row: row, column: column, columnTaps: acrossImages ? columns.tapsInside(window: column) : nil,
                of: view, weights, panel: panel, into: target + image * targetImage + channel,
                addend: epilogue.addend.map { $0.pointer + image * targetImage + channel })
            }
          }
        }
      }
      withExtendedLifetime(copy) {}
    }
    withExtendedLifetime((weights, epilogue)) {}
  }

  /// As ``run(_:_:into:cut:epilogue:moments:)``, for windows of one pixel each.
  private func runLine(
    _ source: UnsafePointer<Float>, _ weights: WeightPanels, into target: UnsafeMutablePointer<Float>,
    cut: CorrelationCut, epilogue: Epilogue, moments: UnsafeMutablePointer<Float>?
  ) {
    Parallel.forEach(cut.count) { index in
      let task = cut.task(index)
      let first = task.columns.lowerBound
      weights.sumLine(
        from: source + first * sourceChannels, task.columns.count, sourceChannels, into: target,
        offset: first * targetChannels, targetChannels, panels: task.panels, epilogue: epilogue,
        moments: moments.map { $0 + task.chunk * 2 * targetChannels })
    }
    withExtendedLifetime((weights, epilogue)) {}
  }

  /// Computes the line that begins with one window.
  private func compute(
    _ line: inout gk_window_line, row: Int, column: Int, columnTaps: Range<Int>?, of image: PaddedImage,
    _ weights: WeightPanels, panel: Int, into target: UnsafeMutablePointer<Float>, addend: UnsafePointer<Float>?
  ) {
    let tapSize = sourceChannels * weights.panels.width(of: panel)
    let rowTaps = rows.tapsInside(window: row)
    let columnTaps = columnTaps ?? 0..<columns.taps
    line.rows = rowTaps.count
    line.row_stride = image.rowStride
    line.run = columnTaps.count * sourceChannels
    line.input = image.pixel(
      rows.position(ofWindow: row) + rowTaps.lowerBound, columns.position(ofWindow: column) + columnTaps.lowerBound)
    line.weights = weights.pointer(to: panel) + (rowTaps.lowerBound * columns.taps + columnTaps.lowerBound) * tapSize
    line.weight_row_stride = columns.taps * tapSize
    let pixel = rows.targetPosition(ofWindow: row) * columns.target + columns.targetPosition(ofWindow: column)
    line.output = target + pixel * targetChannels
    line.epilogue.addend = addend.map { $0 + pixel * targetChannels }
    gk_window_sums(&line)
  }

  /// Floats in the padded copy of the source rows that one task needs, at most.
  private func paddedSize(_ cut: CorrelationCut) -> Int {
    rows.reach(of: 0..<cut.mostRows).count * columns.reach(of: 0..<columns.count).count * sourceChannels
  }

  /// A copy of the rows that a task's windows cover, with zeros where they overhang the sides.
  private func padded(
    _ image: PaddedImage, for task: CorrelationCut.Task, into copy: UnsafeMutablePointer<Float>
  ) -> PaddedImage {
    let needed = columns.reach(of: task.columns)
    let inside = needed.clamped(to: 0..<columns.source)
    let reach = rows.reach(of: task.rows)
    let rowStride = needed.count * sourceChannels
    for row in reach.clamped(to: 0..<rows.source) {
      let target = copy + (row - reach.lowerBound) * rowStride
      let before = (inside.lowerBound - needed.lowerBound) * sourceChannels
      let count = inside.count * sourceChannels
      target.update(repeating: 0, count: before)
      (target + before).update(from: image.pixel(row, inside.lowerBound), count: count)
      (target + before + count).update(repeating: 0, count: rowStride - before - count)
    }
    return PaddedImage(
      start: UnsafePointer(copy), firstRow: reach.lowerBound, firstColumn: needed.lowerBound, rowStride: rowStride,
      channels: sourceChannels)
  }
}
