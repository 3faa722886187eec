// Convolution as matrix products: windows are written out as rows ("im2col") and multiplied by BLAS.

/// A convolution for one geometry and its two gradients, through BLAS.
package struct MatrixProductConvolution: Sendable {
  package let geometry: WindowGeometry
  package let outputChannels: Int

  package init(geometry: WindowGeometry, outputChannels: Int) {
    self.geometry = geometry
    self.outputChannels = outputChannels
  }

  /// Floats in a window.
  private var windowSize: Int { geometry.kernelHeight * geometry.kernelWidth * geometry.channels }
  private var inputSize: Int { geometry.inputHeight * geometry.inputWidth * geometry.channels }
  private var outputSize: Int { geometry.outputHeight * geometry.outputWidth * outputChannels }

  /// Output rows in chunks whose windows together take about a megabyte, which a core's own cache holds.
  private var rows: Chunks {
    Chunks(
      extent: geometry.outputHeight, grain: (1 << 18) / max(1, windowSize * geometry.outputWidth))
  }

  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → [N, OH, OW, K].
  package func forward(_ input: Tensor, _ weight: Tensor) -> Tensor {
    Tensor(uninitialized: geometry.outputShape(channels: outputChannels)) { output in
      withPointers(input, weight) { input, weight in
        withScratch { scratch in
          Parallel.forEach(geometry.batch * rows.count) { task, worker in
            let (image, rows) = (task / rows.count, rows[task % rows.count])
            gather(input + image * inputSize, rows: rows, into: scratch(worker))
            BLAS.multiply(
              BLAS.Matrix(start: scratch(worker), stride: windowSize),
              BLAS.Matrix(start: weight, stride: outputChannels),
              into: output + image * outputSize + rows.lowerBound * geometry.outputWidth * outputChannels,
              stride: outputChannels, rows: rows.count * geometry.outputWidth, columns: outputChannels,
              inner: windowSize)
          }
        }
      }
    }
  }

  /// - Shape: dOutput [N, OH, OW, K], weight [KH, KW, C, K] → [N, H, W, C].
  package func inputGradient(_ dOutput: Tensor, _ weight: Tensor) -> Tensor {
    let shape: Shape = [geometry.batch, geometry.inputHeight, geometry.inputWidth, geometry.channels]
    return Tensor(uninitialized: shape) { dInput in
      withPointers(dOutput, weight) { dOutput, weight in
        withScratch { scratch in
          Parallel.forEach(geometry.batch) { image, worker in
            let target = dInput + image * inputSize
            target.update(repeating: 0, count: inputSize)
            for chunk in 0..<rows.count {
              let rows = rows[chunk]
              let start = image * outputSize + rows.lowerBound * geometry.outputWidth * outputChannels
              BLAS.multiply(
                BLAS.Matrix(start: dOutput + start, stride: outputChannels),
                BLAS.Matrix(start: weight, stride: outputChannels, transposed: true),
                into: scratch(worker), stride: windowSize, rows: rows.count * geometry.outputWidth,
                columns: windowSize, inner: outputChannels)
              scatter(scratch(worker), rows: rows, into: target)
            }
          }
        }
      }
    }
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  package func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    // Images are summed in chunks of a fixed size, and the chunks' sums in their order.
    let images = Chunks(extent: geometry.batch, grain: (geometry.batch + 15) / 16)
    let weightShape: Shape = [geometry.kernelHeight, geometry.kernelWidth, geometry.channels, outputChannels]
    let partial = Tensor(uninitialized: [images.count, weightShape.count]) { sums in
      withPointers(input, dOutput) { input, dOutput in
        withScratch { scratch in
          Parallel.forEach(images.count) { task, worker in
            for image in images[task] {
              for chunk in 0..<rows.count {
                let rows = rows[chunk]
                gather(input + image * inputSize, rows: rows, into: scratch(worker))
                let start = image * outputSize + rows.lowerBound * geometry.outputWidth * outputChannels
                BLAS.multiply(
                  BLAS.Matrix(start: scratch(worker), stride: windowSize, transposed: true),
                  BLAS.Matrix(start: dOutput + start, stride: outputChannels),
                  into: sums + task * weightShape.count, stride: outputChannels, rows: windowSize,
                  columns: outputChannels, inner: rows.count * geometry.outputWidth,
                  accumulating: image > images[task].lowerBound || chunk > 0)
              }
            }
          }
        }
      }
    }
    return partial.sum(over: [0]).reshaped(to: weightShape)
  }

  /// Calls `body` with a function that gives each worker memory for one chunk of windows.
  private func withScratch(_ body: ((_ worker: Int) -> UnsafeMutablePointer<Float>) -> Void) {
    let size = min(rows.grain, geometry.outputHeight) * geometry.outputWidth * windowSize
    let blocks = (0..<Parallel.threadCount).map { _ in Storage(count: size) }
    withExtendedLifetime(blocks) { body { blocks[$0].pointer } }
  }

  /// Writes the windows of some output rows of an image, one after another.
  private func gather(
    _ image: UnsafePointer<Float>, rows: Range<Int>, into windows: UnsafeMutablePointer<Float>
  ) {
    var target = windows
    forEachRun(rows) { source, skipped, count, missing in
      target.update(repeating: 0, count: skipped)
      (target + skipped).update(from: image + source, count: count)
      (target + skipped + count).update(repeating: 0, count: missing)
      target += skipped + count + missing
    }
  }

  /// The reverse of ``gather(_:rows:into:)``: adds every element of the windows to the pixel it came from.
  private func scatter(
    _ windows: UnsafePointer<Float>, rows: Range<Int>, into image: UnsafeMutablePointer<Float>
  ) {
    var source = windows
    forEachRun(rows) { target, skipped, count, missing in
      for index in 0..<count { image[target + index] += source[skipped + index] }
      source += skipped + count + missing
    }
  }

  /// The rows of the windows of some output rows: where their part on the image begins, and how many floats lie before,
  /// on and behind the image.
  private func forEachRun(
    _ rows: Range<Int>, _ body: (_ source: Int, _ skipped: Int, _ count: Int, _ missing: Int) -> Void
  ) {
    let g = geometry
    for row in rows {
      let kernelRows = g.kernelRows(outputRow: row)
      for column in 0..<g.outputWidth {
        let kernelColumns = g.kernelColumns(outputColumn: column)
        let firstColumn = column * g.stride.width - g.left + kernelColumns.lowerBound
        for kernelRow in 0..<g.kernelHeight {
          guard kernelRows.contains(kernelRow), !kernelColumns.isEmpty else {
            body(0, g.kernelWidth * g.channels, 0, 0)
            continue
          }
          let inputRow = row * g.stride.height - g.top + kernelRow
          body(
            (inputRow * g.inputWidth + firstColumn) * g.channels, kernelColumns.lowerBound * g.channels,
            kernelColumns.count * g.channels, (g.kernelWidth - kernelColumns.upperBound) * g.channels)
        }
      }
    }
  }
}
