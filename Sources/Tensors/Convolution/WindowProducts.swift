// The sums over pixels behind a convolution's weight gradient, in register tiles.
internal import CKernels

/// Products of the pixels in each window and of the gradient of its output, summed over all windows of a batch.
///
/// The windows are cut into boxes (rows of an image, or images) whose pixels stay in a core's own cache while all
/// weights pass by. A task sums the boxes of one group for one panel of output channels; the groups' sums are added in
/// their order. Sums are short therefore, which keeps rounding small.
struct WindowProducts: Sendable {
  private let geometry: WindowGeometry
  private let rows, columns: WindowAxis
  private let panels: ChannelPanels
  /// Images and, where a box is less than an image, rows of it.
  private let imagePieces, rowPieces: Pieces
  /// Boxes.
  private let groups: Pieces

  private static let tasksWanted = 32
  private static let leastMultiplyAdds = 1 << 20
  private static let cachedFloats = 1 << 16
  private static let mostPixels = 1024

  init(geometry g: WindowGeometry, outputChannels: Int) {
    geometry = g
    rows = .rows(of: g)
    columns = .columns(of: g)
    panels = ChannelPanels(channels: outputChannels)
    let image = g.outputHeight * g.outputWidth
    let weights = g.kernelHeight * g.kernelWidth * g.channels * outputChannels
    let tasks = max(1, min(Self.tasksWanted, g.batch * image * weights / Self.leastMultiplyAdds))
    let wanted = Parallel.pieces(tasks, grain: panels.count)
    let cached = Self.cachedFloats / (g.channels * g.stride * g.stride + panels.width(of: 0))
    let pixels = max(1, min(Self.mostPixels, cached, g.batch * image / wanted))
    imagePieces = Pieces(extent: g.batch, grain: pixels / image)
    rowPieces = Pieces(extent: g.outputHeight, grain: pixels < image ? pixels / g.outputWidth : g.outputHeight)
    groups = Pieces(imagePieces.count * rowPieces.count, pieces: wanted)
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func sum(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    let g = geometry
    let shape: Shape = [g.kernelHeight, g.kernelWidth, g.channels, panels.channels]
    let others = Storage(count: (groups.count - 1) * shape.count)
    let boxSize = imagePieces.grain * rowPieces.grain * g.outputWidth * panels.width(of: 0)
    let scratch = (0..<Parallel.threadCount).map { _ in Storage(count: boxSize) }
    return Tensor(shape) { buffer in
      guard let dWeight = buffer.baseAddress else { return }
      Parallel.forEach(groups.count * panels.count) { task, worker in
        let (group, panel) = (task / panels.count, task % panels.count)
        let sums = group == 0 ? dWeight : others.pointer + (group - 1) * shape.count
        for box in groups[group] {
          add(
            input, dOutput, box: box, panel: panel, to: sums, accumulating: box > groups[group].lowerBound,
            scratch: scratch[worker].pointer)
        }
      }
      Parallel.forEachRange(shape.count, grain: Parallel.elementGrain / 4) { range in
        for group in 1..<groups.count {
          gk_accumulate(
            dWeight + range.lowerBound, others.pointer + (group - 1) * shape.count + range.lowerBound, range.count)
        }
      }
      withExtendedLifetime((input, dOutput, others, scratch)) {}
    }
  }

  /// Sums the products of one box for one panel of output channels.
  private func add(
    _ input: Tensor, _ dOutput: Tensor, box index: Int, panel: Int, to sums: UnsafeMutablePointer<Float>,
    accumulating: Bool, scratch: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let images = imagePieces[index / rowPieces.count]
    let boxRows = rowPieces[index % rowPieces.count]
    let channel = panels.first(of: panel)
    let width = panels.width(of: panel)

    var box = gk_weight_box()
    box.images = images.count
    box.channels = panels.channels(in: panel)
    box.input_pixel = g.stride * g.channels
    box.input_row = g.stride * g.inputWidth * g.channels
    box.input_image = g.inputHeight * g.inputWidth * g.channels
    box.gradient_row = g.outputWidth * width
    box.gradient_image = boxRows.count * box.gradient_row
    box.sums_stride = panels.channels
    box.accumulates = accumulating ? 1 : 0

    // The gradient's channels of this panel, one pixel behind the other.
    let firstPixel = (images.lowerBound * g.outputHeight + boxRows.lowerBound) * g.outputWidth
    var gradient = dOutput.pointer + firstPixel * panels.channels + channel
    if width != panels.channels {
      gk_pack_panel(
        gradient, panels.channels, 1, images.count * boxRows.count * g.outputWidth, box.channels, scratch, width)
      gradient = UnsafePointer(scratch)
    }

    // Where windows overhang the sides, taps are summed one by one, each over the windows that have it on the image.
    let step = columns.overhangs ? 1 : columns.taps
    box.run = step * g.channels
    for rowTap in 0..<rows.taps {
      let windowRows = rows.windows(withTapInside: rowTap).clamped(to: boxRows)
      box.rows = windowRows.count
      for columnTap in stride(from: 0, to: columns.taps, by: step) {
        let windows = columns.windows(withTapInside: columnTap)
        box.pixels = windows.count
        let row = rows.position(ofWindow: windowRows.lowerBound) + rowTap
        let column = columns.position(ofWindow: windows.lowerBound) + columnTap
        box.input = input.pointer + images.lowerBound * box.input_image + (row * g.inputWidth + column) * g.channels
        box.gradient =
          gradient + ((windowRows.lowerBound - boxRows.lowerBound) * g.outputWidth + windows.lowerBound) * width
        box.sums = sums + (rowTap * columns.taps + columnTap) * g.channels * panels.channels + channel
        gk_weight_sums(&box)
      }
    }
  }
}
