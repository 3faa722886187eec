// The sums over pixels behind a convolution's weight gradient, in register tiles.
internal import CKernels

/// Products of the pixels in each window and of the gradient of its output, summed over all windows of a batch.
///
/// The windows are cut into boxes (images, or rows of an image) whose pixels stay in a core's own cache while all weights
/// pass by. A task sums the boxes of one group for one panel of output channels, and the groups' sums are added in their
/// order: no sum is long, which keeps rounding small.
struct WindowProducts: Sendable {
  private let geometry: WindowGeometry
  private let rows, columns: WindowAxis
  private let panels: ChannelPanels
  /// A box is a piece of both, where one of the two is whole.
  private let imagePieces, rowPieces: Pieces
  /// Of the boxes.
  private let groups: Pieces

  private static let tasksWanted = 32
  private static let leastMultiplyAdds = 1 << 20
  // Floats of a box that stay in a core's own cache.
  private static let cachedFloats = 1 << 17
  // Pixels of a box: sums in single precision are no longer than this.
  private static let longestSum = 1024
  // Weights of an output channel up to which copying a box of the gradient costs more than reading it where it is.
  private static let fewWeights = 256

  init(geometry original: WindowGeometry, outputChannels: Int) {
    // Windows of one pixel each need neither rows nor images: boxes are pieces of one line.
    let isLine = original.isPointwise
    let g = isLine ? original.pixelsAsImages : original
    geometry = g
    rows = .rows(of: g)
    columns = .columns(of: g)
    panels = ChannelPanels(channels: outputChannels)
    let image = g.outputHeight * g.outputWidth
    let multiplyAdds = g.batch * image * g.kernelHeight * g.kernelWidth * g.channels * outputChannels
    let tasks = max(1, min(Self.tasksWanted, multiplyAdds / Self.leastMultiplyAdds))
    let wanted = Parallel.pieces(tasks, grain: panels.count)
    let cached = Self.cachedFloats / (g.channels * g.stride * g.stride + panels.width(of: 0))
    let pixels = min(Self.longestSum, cached, g.batch * image / wanted)
    imagePieces = Pieces(extent: g.batch, grain: pixels / image)
    rowPieces = Pieces(extent: g.outputHeight, grain: pixels < image ? pixels / g.outputWidth : g.outputHeight)
    groups = Pieces(imagePieces.count * rowPieces.count, pieces: wanted)
  }

  /// Weights of an output channel.
  private var depth: Int { geometry.kernelHeight * geometry.kernelWidth * geometry.channels }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func sum(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    let shape: Shape = [geometry.kernelHeight, geometry.kernelWidth, geometry.channels, panels.channels]
    if groups.count == 1, panels.totalWidth == panels.channels {
      // Nothing to be added up and no zeros to be left out, as in wide dense layers, whose weights are many.
      return Tensor(shape) { buffer in
        guard let dWeight = buffer.baseAddress else { return }
        Parallel.forEach(panels.count) { panel in
          add(input, dOutput, group: 0, panel: panel, to: dWeight + panels.first(of: panel), sumRow: panels.channels)
        }
        withExtendedLifetime((input, dOutput)) {}
      }
    }
    let groupSize = depth * panels.totalWidth
    let sums = Storage(count: groups.count * groupSize)
    Parallel.forEach(groups.count * panels.count) { task in
      let (group, panel) = (task / panels.count, task % panels.count)
      let target = sums.pointer + group * groupSize + depth * panels.first(of: panel)
      add(input, dOutput, group: group, panel: panel, to: target, sumRow: panels.width(of: panel))
    }
    return Tensor(shape) { buffer in
      guard let dWeight = buffer.baseAddress else { return }
      let bands = Pieces(extent: depth, grain: 128)
      Parallel.forEach(panels.count * bands.count) { task in
        let (panel, band) = (task / bands.count, bands[task % bands.count])
        let (channel, width) = (panels.first(of: panel), panels.width(of: panel))
        gk_unpack_panels(
          sums.pointer + depth * channel + band.lowerBound * width, groups.count, groupSize, band.count,
          panels.channels(in: panel), width, dWeight + band.lowerBound * panels.channels + channel, panels.channels)
      }
      withExtendedLifetime((input, dOutput, sums)) {}
    }
  }

  /// Sums the products of the boxes of a group for one panel of output channels.
  ///
  /// - Parameters:
  ///   - sums: [KH, KW, C] rows of the panel's width, `sumRow` floats apart.
  private func add(
    _ input: Tensor, _ dOutput: Tensor, group: Int, panel: Int, to sums: UnsafeMutablePointer<Float>, sumRow: Int
  ) {
    let gradients = Storage(
      count: imagePieces.grain * rowPieces.grain * geometry.outputWidth * panels.width(of: panel))
    for box in groups[group] {
      add(
        input, dOutput, box: box, panel: panel, to: sums, sumRow: sumRow,
        accumulating: box > groups[group].lowerBound, gradients: gradients.pointer)
    }
    withExtendedLifetime(gradients) {}
  }

  /// Sums the products of one box for one panel of output channels.
  ///
  /// - Parameters:
  ///   - sums: [KH, KW, C] rows of the panel's width, `sumRow` floats apart.
  ///   - gradients: memory for the gradient of the box.
  private func add(
    _ input: Tensor, _ dOutput: Tensor, box index: Int, panel: Int, to sums: UnsafeMutablePointer<Float>,
    sumRow: Int, accumulating: Bool, gradients: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let images = imagePieces[index / rowPieces.count]
    let boxRows = rowPieces[index % rowPieces.count]
    let width = panels.width(of: panel)

    // The gradient's channels of this panel, one pixel behind the other if it pays or if zeros have to fill the panel.
    let firstPixel = (images.lowerBound * g.outputHeight + boxRows.lowerBound) * g.outputWidth
    var gradient = dOutput.pointer + firstPixel * panels.channels + panels.first(of: panel)
    var pixel = panels.channels
    if width != panels.channels(in: panel) || (width < pixel && depth > Self.fewWeights) {
      gk_pack_panel(
        gradient, pixel, images.count * boxRows.count * g.outputWidth, panels.channels(in: panel), gradients, width)
      gradient = UnsafePointer(gradients)
      pixel = width
    }

    var box = gk_weight_box()
    box.input_pixel = g.stride * g.channels
    box.input_row = g.stride * g.inputWidth * g.channels
    box.input_image = g.inputHeight * g.inputWidth * g.channels
    box.gradient_pixel = pixel
    box.gradient_row = g.outputWidth * pixel
    box.gradient_image = boxRows.count * box.gradient_row
    (box.width, box.sum_row) = (width, sumRow)
    box.accumulates = accumulating ? 1 : 0
    // Where windows overhang the sides, taps are summed one by one, each over the windows that have it on the image.
    let step = columns.overhangs ? 1 : columns.taps
    box.run = step * g.channels
    for rowTap in 0..<rows.taps {
      let windowRows = rows.windows(withTapInside: rowTap).clamped(to: boxRows)
      for columnTap in stride(from: 0, to: columns.taps, by: step) {
        let windows = columns.windows(withTapInside: columnTap)
        let row = rows.position(ofWindow: windowRows.lowerBound) + rowTap
        let column = columns.position(ofWindow: windows.lowerBound) + columnTap
        (box.images, box.rows, box.pixels) = (images.count, windowRows.count, windows.count)
        box.input = input.pointer + images.lowerBound * box.input_image + (row * g.inputWidth + column) * g.channels
        box.gradient =
          gradient + ((windowRows.lowerBound - boxRows.lowerBound) * g.outputWidth + windows.lowerBound) * pixel
        box.sums = sums + (rowTap * columns.taps + columnTap) * g.channels * sumRow
        if g.outputHeight * g.outputWidth == 1 {
          // Images of a single window are a row of pixels; long rows are faster.
          (box.images, box.rows, box.pixels) = (1, windowRows.count * windows.count, images.count)
          box.input_pixel = box.input_image
        }
        gk_weight_sums(&box)
      }
    }
  }
}

extension WindowGeometry {
  /// The same for windows of one pixel each, every pixel taken for an image.
  fileprivate var pixelsAsImages: WindowGeometry {
    WindowGeometry(
      input: [batch * inputHeight * inputWidth, 1, 1, channels], kernelHeight: 1, kernelWidth: 1, stride: 1,
      padding: .valid, operation: "WindowGeometry")
  }
}
