// Max-pooling of images of one shape, and its gradient.
internal import CKernels
internal import Preconditions

/// The maximum of each channel over windows; pixels outside the image do not count.
struct MaxPooling: Sendable {
  private let geometry: WindowGeometry

  init(of images: Shape, size: HeightWidth, stride: HeightWidth, padding: Padding = .valid) {
    // Which pixel of a window was the largest is kept as a byte.
    require(
      size.lies(in: 1...) && size.height * size.width <= 256,
      "maxPool2D: expected windows of 1 to 256 pixels, found \(size.height)×\(size.width)")
    geometry = WindowGeometry(
      input: images, kernel: size, stride: stride, padding: padding, operation: "maxPool2D")
  }

  private var inputRowSize: Int { geometry.inputWidth * geometry.channels }
  private var inputSize: Int { geometry.inputHeight * inputRowSize }
  private var outputRowSize: Int { geometry.outputWidth * geometry.channels }

  /// - Shape: input [N, H, W, C] → [N, OH, OW, C].
  func forward(_ input: Tensor) -> (output: Tensor, choice: PoolChoice) {
    PoolChoice.pooled(geometry.outputShape(channels: geometry.channels)) { y, choice in
      withPointers(input) { x in
        Parallel.forEach(geometry.batch * geometry.outputHeight) { row in
          let image = x + row / geometry.outputHeight * inputSize
          forEachWindow(row: row % geometry.outputHeight) { column, offsets in
            withTemporaryPointer(to: UnsafePointer<Float>?.self, count: offsets.count) { pixels in
              for (index, offset) in offsets.enumerated() { pixels[index] = image + offset }
              let start = row * outputRowSize + column * geometry.channels
              gk_max_pixels(pixels, Int32(offsets.count), geometry.channels, y + start, choice + start)
            }
          }
        }
      }
    }
  }

  /// - Shape: dOutput [N, OH, OW, C] → [N, H, W, C].
  func inputGradient(_ dOutput: Tensor, _ choice: PoolChoice) -> Tensor {
    let shape: Shape = [geometry.batch, geometry.inputHeight, geometry.inputWidth, geometry.channels]
    return Tensor(uninitialized: shape) { dInput in
      choice.withPointer { choice in
        withPointers(dOutput) { dOutput in
          Parallel.forEach(geometry.batch) { image in
            let target = dInput + image * inputSize
            for row in 0..<geometry.outputHeight {
              let rows = geometry.newRows(outputRow: row)
              (target + rows.lowerBound * inputRowSize).update(repeating: 0, count: rows.count * inputRowSize)
              forEachWindow(row: row) { column, offsets in
                withTemporaryPointer(to: UnsafeMutablePointer<Float>?.self, count: offsets.count) { pixels in
                  for (index, offset) in offsets.enumerated() { pixels[index] = target + offset }
                  let start = (image * geometry.outputHeight + row) * outputRowSize + column * geometry.channels
                  gk_max_pixels_gradient(
                    pixels, Int32(offsets.count), geometry.channels, dOutput + start, choice + start)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Calls `body` for every output column of a row with where in the image the pixels of its window begin.
  private func forEachWindow(row: Int, _ body: (_ column: Int, _ offsets: UnsafeMutableBufferPointer<Int>) -> Void) {
    let g = geometry
    let kernelRows = g.kernelRows(outputRow: row)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: g.kernelHeight * g.kernelWidth) { offsets in
      for column in 0..<g.outputWidth {
        var count = 0
        for kernelRow in kernelRows {
          for kernelColumn in g.kernelColumns(outputColumn: column) {
            let inputRow = row * g.stride.height - g.top + kernelRow
            let inputColumn = column * g.stride.width - g.left + kernelColumn
            offsets[count] = (inputRow * g.inputWidth + inputColumn) * g.channels
            count += 1
          }
        }
        require(count > 0, "maxPool2D: a window lies wholly in the padding")
        body(column, UnsafeMutableBufferPointer(rebasing: offsets[..<count]))
      }
    }
  }
}
