// The sums over pixels behind a convolution's weight gradient, in register tiles.
internal import CKernels

/// Products of the pixels in each window and of the gradient of its output, summed over all windows of a batch.
///
/// The windows are cut into boxes (images, or rows of an image) whose pixels stay in a core's own cache while all
/// weights pass by. A task sums a chunk of the boxes for one panel of output channels, and the sums of the chunks are
/// added in their order: no sum is long, which keeps rounding small.
struct DirectWeightGradient: Sendable {
  private let geometry: WindowGeometry
  private let rows, columns: WindowAxis
  private let panels: ChannelPanels
  /// A box is some images, whole, or some rows of a single image.
  private let boxImages, boxRows: Chunks
  /// The boxes that are summed one after another.
  private let boxes: Chunks

  private static let tasksWanted = 32
  private static let leastMultiplyAdds = 1 << 20
  // Floats of a box that stay in a core's own cache.
  private static let cachedFloats = 1 << 17
  // Pixels of a box: sums in single precision are no longer than this.
  private static let longestSum = 1024
  // Weights of an output channel up to which copying a box of the gradient costs more than reading it where it is.
  private static let fewWeights = 256

  init(geometry original: WindowGeometry, outputChannels: Int) {
    // Windows of one pixel each need neither rows nor images: boxes are chunks of one line.
    let isLine = original.isPointwise
    let g = isLine ? original.pixelsAsImages : original
    geometry = g
    rows = .rows(of: g)
    columns = .columns(of: g)
    panels = ChannelPanels(channels: outputChannels)
    let image = g.outputHeight * g.outputWidth
    let multiplyAdds = g.batch * image * g.kernelHeight * g.kernelWidth * g.channels * outputChannels
    let tasks = max(1, min(Self.tasksWanted, multiplyAdds / Self.leastMultiplyAdds))
    let wanted = Parallel.chunkCount(tasks, grain: panels.count)
    let cached = Self.cachedFloats / (g.channels * g.stride.height * g.stride.width + panels.width(of: 0))
    let pixels = min(Self.longestSum, cached, g.batch * image / wanted)
    boxImages = Chunks(extent: g.batch, grain: pixels / image)
    boxRows = Chunks(extent: g.outputHeight, grain: pixels < image ? pixels / g.outputWidth : g.outputHeight)
    boxes = Chunks(boxImages.count * boxRows.count, wanted: wanted)
  }

  /// Weights of an output channel.
  private var depth: Int { geometry.kernelHeight * geometry.kernelWidth * geometry.channels }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func callAsFunction(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    let shape: Shape = [geometry.kernelHeight, geometry.kernelWidth, geometry.channels, panels.channels]
    return withPointers(input, dOutput) { x, dy in
      if boxes.count == 1 {
        // Nothing to be added up, as in wide dense layers, whose weights are many.
        return Tensor(uninitialized: shape) { dWeight in
          Parallel.forEach(panels.count) { panel in
            let (channels, width) = (panels.channels(in: panel), panels.width(of: panel))
            let target = dWeight + panels.first(of: panel)
            if channels == width {
              add(x, dy, boxes: boxes[0], panel: panel, to: target, sumRow: panels.channels)
              return
            }
            // The zeros that fill the panel are left out.
            Storage.temporary(depth * width) { sums in
              add(x, dy, boxes: boxes[0], panel: panel, to: sums, sumRow: width)
              gk_unpack_panels(sums, 1, 0, depth, channels, width, target, panels.channels)
            }
          }
        }
      }
      let sumSize = depth * panels.totalWidth
      let sums = Storage(count: boxes.count * sumSize)
      Parallel.forEach(boxes.count * panels.count) { task in
        let (chunk, panel) = (task / panels.count, task % panels.count)
        let target = sums.pointer + chunk * sumSize + depth * panels.first(of: panel)
        add(x, dy, boxes: boxes[chunk], panel: panel, to: target, sumRow: panels.width(of: panel))
      }
      return total(sums, shape)
    }
  }

  /// The sums of all chunks of boxes, added up.
  private func total(_ sums: Storage, _ shape: Shape) -> Tensor {
    let weights = Chunks(extent: depth, grain: 128)
    return Tensor(uninitialized: shape) { dWeight in
      Parallel.forEach(panels.count * weights.count) { task in
        let (panel, rows) = (task / weights.count, weights[task % weights.count])
        let (channel, width) = (panels.first(of: panel), panels.width(of: panel))
        gk_unpack_panels(
          sums.pointer + depth * channel + rows.lowerBound * width, boxes.count, depth * panels.totalWidth, rows.count,
          panels.channels(in: panel), width, dWeight + rows.lowerBound * panels.channels + channel, panels.channels)
      }
      withExtendedLifetime(sums) {}
    }
  }

  /// Sums the products of some boxes for one panel of output channels.
  ///
  /// - Parameter sums: [KH, KW, C] rows of the panel's width, `sumRow` floats apart.
  private func add(
    _ input: UnsafePointer<Float>, _ dOutput: UnsafePointer<Float>, boxes: Range<Int>, panel: Int,
    to sums: UnsafeMutablePointer<Float>, sumRow: Int
  ) {
    Storage.temporary(boxImages.grain * boxRows.grain * geometry.outputWidth * panels.width(of: panel)) { gradients in
      for box in boxes {
        add(
          input, dOutput, box: box, panel: panel, to: sums, sumRow: sumRow, accumulating: box > boxes.lowerBound,
          gradients: gradients)
      }
    }
  }

  /// Sums the products of one box for one panel of output channels.
  ///
  /// - Parameters:
  ///   - sums: [KH, KW, C] rows of the panel's width, `sumRow` floats apart.
  ///   - gradients: memory for the gradient of the box.
  private func add(
    _ input: UnsafePointer<Float>, _ dOutput: UnsafePointer<Float>, box index: Int, panel: Int,
    to sums: UnsafeMutablePointer<Float>, sumRow: Int, accumulating: Bool, gradients: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let images = boxImages[index / boxRows.count]
    let outputRows = boxRows[index % boxRows.count]
    let width = panels.width(of: panel)

    // The gradient's channels of this panel, one pixel behind the other if it pays or if zeros have to fill the panel.
    let firstPixel = (images.lowerBound * g.outputHeight + outputRows.lowerBound) * g.outputWidth
    var gradient = dOutput + firstPixel * panels.channels + panels.first(of: panel)
    var pixel = panels.channels
    if width != panels.channels(in: panel) || (width < pixel && depth > Self.fewWeights) {
      gk_pack_panel(
        gradient, pixel, images.count * outputRows.count * g.outputWidth, panels.channels(in: panel), gradients, width)
      gradient = UnsafePointer(gradients)
      pixel = width
    }

    var box = gk_weight_box()
    box.input_pixel = g.stride.width * g.channels
    box.input_row = g.stride.height * g.inputWidth * g.channels
    box.input_image = g.inputHeight * g.inputWidth * g.channels
    box.gradient_pixel = pixel
    box.gradient_row = g.outputWidth * pixel
    box.gradient_image = outputRows.count * box.gradient_row
    (box.width, box.sum_row) = (width, sumRow)
    box.accumulates = accumulating ? 1 : 0
    // Where windows overhang the sides, taps are summed one by one, each over the windows that have it on the image.
    let step = columns.overhangs ? 1 : columns.taps
    box.run = step * g.channels
    for rowTap in 0..<rows.taps {
      let windowRows = rows.windows(withTapInside: rowTap).clamped(to: outputRows)
      for columnTap in stride(from: 0, to: columns.taps, by: step) {
        let windows = columns.windows(withTapInside: columnTap)
        let row = rows.position(ofWindow: windowRows.lowerBound) + rowTap
        let column = columns.position(ofWindow: windows.lowerBound) + columnTap
        (box.images, box.rows, box.pixels) = (images.count, windowRows.count, windows.count)
        box.input = input + images.lowerBound * box.input_image + (row * g.inputWidth + column) * g.channels
        box.gradient =
          gradient + ((windowRows.lowerBound - outputRows.lowerBound) * g.outputWidth + windows.lowerBound) * pixel
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
      input: [batch * inputHeight * inputWidth, 1, 1, channels], kernel: 1, stride: 1,
      padding: .valid, operation: "WindowGeometry")
  }
}
