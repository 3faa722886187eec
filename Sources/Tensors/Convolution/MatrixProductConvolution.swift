// Convolution as matrix products: windows are written out as rows ("im2col") and multiplied by BLAS.

/// The three products of a convolution for one geometry, through BLAS.
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

  /// Output rows whose windows together take about a megabyte, which a core's own cache holds.
  private var rowGrain: Int {
    max(1, (1 << 18) / max(1, windowSize * geometry.outputWidth))
  }

  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → [N, OH, OW, K].
  package func forward(_ input: Tensor, _ weight: Tensor) -> Tensor {
    let bands = Parallel.pieces(geometry.outputHeight, grain: rowGrain)
    return Tensor(geometry.outputShape(channels: outputChannels)) { buffer in
      guard let output = buffer.baseAddress else { return }
      withScratch { scratch in
        Parallel.forEach(geometry.batch * bands) { task, worker in
          let image = task / bands
          let rows = self.rows(ofBand: task % bands)
          gather(input.pointer + image * inputSize, rows: rows, into: scratch(worker))
          BLAS.multiply(
            BLAS.Matrix(start: scratch(worker), stride: windowSize),
            BLAS.Matrix(start: weight.pointer, stride: outputChannels),
            into: output + image * outputSize + rows.lowerBound * geometry.outputWidth * outputChannels,
            stride: outputChannels, rows: rows.count * geometry.outputWidth, columns: outputChannels,
            inner: windowSize)
        }
      }
      withExtendedLifetime((input, weight)) {}
    }
  }

  /// - Shape: dOutput [N, OH, OW, K], weight [KH, KW, C, K] → [N, H, W, C].
  package func inputGradient(_ dOutput: Tensor, _ weight: Tensor) -> Tensor {
    let bands = Parallel.pieces(geometry.outputHeight, grain: rowGrain)
    return Tensor([geometry.batch, geometry.inputHeight, geometry.inputWidth, geometry.channels]) { buffer in
      guard let dInput = buffer.baseAddress else { return }
      withScratch { scratch in
        Parallel.forEach(geometry.batch) { image, worker in
          let target = dInput + image * inputSize
          target.update(repeating: 0, count: inputSize)
          for band in 0..<bands {
            let rows = self.rows(ofBand: band)
            let start = image * outputSize + rows.lowerBound * geometry.outputWidth * outputChannels
            BLAS.multiply(
              BLAS.Matrix(start: dOutput.pointer + start, stride: outputChannels),
              BLAS.Matrix(start: weight.pointer, stride: outputChannels, transposed: true),
              into: scratch(worker), stride: windowSize, rows: rows.count * geometry.outputWidth, columns: windowSize,
              inner: outputChannels)
            scatter(scratch(worker), rows: rows, into: target)
          }
        }
      }
      withExtendedLifetime((dOutput, weight)) {}
    }
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  package func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    // Images are summed in groups of a fixed size, and the groups' sums in their order.
    let groupSize = max(1, (geometry.batch + 15) / 16)
    let groups = Parallel.pieces(geometry.batch, grain: groupSize)
    let bands = Parallel.pieces(geometry.outputHeight, grain: rowGrain)
    let weightShape: Shape = [geometry.kernelHeight, geometry.kernelWidth, geometry.channels, outputChannels]
    let partial = Tensor([groups, weightShape.count]) { buffer in
      guard let sums = buffer.baseAddress else { return }
      withScratch { scratch in
        Parallel.forEach(groups) { group, worker in
          for image in group * groupSize..<min(geometry.batch, (group + 1) * groupSize) {
            for band in 0..<bands {
              let rows = self.rows(ofBand: band)
              gather(input.pointer + image * inputSize, rows: rows, into: scratch(worker))
              let start = image * outputSize + rows.lowerBound * geometry.outputWidth * outputChannels
              BLAS.multiply(
                BLAS.Matrix(start: scratch(worker), stride: windowSize, transposed: true),
                BLAS.Matrix(start: dOutput.pointer + start, stride: outputChannels),
                into: sums + group * weightShape.count, stride: outputChannels, rows: windowSize,
                columns: outputChannels, inner: rows.count * geometry.outputWidth,
                accumulating: image > group * groupSize || band > 0)
            }
          }
        }
      }
      withExtendedLifetime((input, dOutput)) {}
    }
    return partial.sum(over: [0]).reshaped(to: weightShape)
  }

  private func rows(ofBand band: Int) -> Range<Int> {
    band * rowGrain..<min(geometry.outputHeight, (band + 1) * rowGrain)
  }

  /// Calls `body` with a function that gives each worker memory for one band of windows.
  private func withScratch(_ body: ((_ worker: Int) -> UnsafeMutablePointer<Float>) -> Void) {
    let size = min(rowGrain, geometry.outputHeight) * geometry.outputWidth * windowSize
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
        let firstColumn = column * g.stride - g.left + kernelColumns.lowerBound
        for kernelRow in 0..<g.kernelHeight {
          guard kernelRows.contains(kernelRow), !kernelColumns.isEmpty else {
            body(0, g.kernelWidth * g.channels, 0, 0)
            continue
          }
          let inputRow = row * g.stride - g.top + kernelRow
          body(
            (inputRow * g.inputWidth + firstColumn) * g.channels, kernelColumns.lowerBound * g.channels,
            kernelColumns.count * g.channels, (g.kernelWidth - kernelColumns.upperBound) * g.channels)
        }
      }
    }
  }
}
