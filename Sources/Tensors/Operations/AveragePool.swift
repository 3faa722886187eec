// Average-pooling, over windows and over whole images.
internal import CKernels
internal import Preconditions

/// The mean of each channel over windows of `size` pixels; pixels outside the image do not count.
///
/// - Shape: input [N, H, W, C] → [N, OH, OW, C].
public func averagePool2D(_ input: Variable, size: HeightWidth, stride: HeightWidth, padding: Padding = .valid)
  -> Variable
{
  let pooling = AveragePooling(
    geometry: WindowGeometry(
      input: input.shape, kernel: size, stride: stride, padding: padding,
      operation: "averagePool2D"))
  return Variable.record(pooling.forward(input.value), from: [input]) { dOutput in [pooling.inputGradient(dOutput)] }
}

/// The mean of each channel over all pixels of an image.
///
/// - Shape: input [N, H, W, C] → [N, C].
public func globalAveragePool2D(_ input: Variable) -> Variable {
  require(input.shape.rank == 4, "globalAveragePool2D: expected an input [N, H, W, C], found \(input.shape)")
  let pooling = AveragePooling(
    geometry: WindowGeometry(
      input: input.shape, kernel: HeightWidth(input.shape[1], input.shape[2]), stride: 1, padding: .valid,
      operation: "globalAveragePool2D"))
  let output = pooling.forward(input.value).reshaped(to: [input.shape[0], input.shape[3]])
  return Variable.record(output, from: [input]) { dOutput in [pooling.inputGradient(dOutput)] }
}

private struct AveragePooling: Sendable {
  let geometry: WindowGeometry

  private var inputRowSize: Int { geometry.inputWidth * geometry.channels }
  private var inputSize: Int { geometry.inputHeight * inputRowSize }
  private var outputSize: Int { geometry.outputHeight * geometry.outputWidth * geometry.channels }

  func forward(_ input: Tensor) -> Tensor {
    Tensor(uninitialized: geometry.outputShape(channels: geometry.channels)) { output in
      Parallel.forEach(geometry.batch * geometry.outputHeight) { line in
        let (image, outputRow) = line.quotientAndRemainder(dividingBy: geometry.outputHeight)
        let (source, target) = (input.pointer + image * inputSize, output + image * outputSize)
        forEachWindow(ofRow: outputRow) { window, rows, columns in
          let mean = target + window * geometry.channels
          mean.update(repeating: 0, count: geometry.channels)
          for row in rows {
            for column in columns {
              gk_accumulate(
                mean, source + (row * geometry.inputWidth + column) * geometry.channels, geometry.channels)
            }
          }
          let share = 1 / Float(rows.count * columns.count)
          scale(mean, by: share, into: mean)
        }
      }
      withExtendedLifetime(input) {}
    }
  }

  /// A pixel's channels times a number; both may be the same.
  private func scale(_ x: UnsafePointer<Float>, by factor: Float, into y: UnsafeMutablePointer<Float>) {
    withUnsafePointer(to: factor) { factor in
      gk_multiply(gk_operand(x), gk_operand(factor, step: 0), y, 1, geometry.channels)
    }
  }

  func inputGradient(_ dOutput: Tensor) -> Tensor {
    Tensor(uninitialized: [geometry.batch, geometry.inputHeight, geometry.inputWidth, geometry.channels]) { dInput in
      Parallel.forEach(geometry.batch) { image in
        let (source, target) = (dOutput.pointer + image * outputSize, dInput + image * inputSize)
        withTemporaryPointer(to: Float.self, count: geometry.channels) { shared in
          for outputRow in 0..<geometry.outputHeight {
            let newRows = geometry.newRows(outputRow: outputRow)
            (target + newRows.lowerBound * inputRowSize).update(repeating: 0, count: newRows.count * inputRowSize)
            forEachWindow(ofRow: outputRow) { window, rows, columns in
              let share = 1 / Float(rows.count * columns.count)
              scale(source + window * geometry.channels, by: share, into: shared)
              for row in rows {
                for column in columns {
                  gk_accumulate(
                    target + (row * geometry.inputWidth + column) * geometry.channels, shared, geometry.channels)
                }
              }
            }
          }
        }
      }
      withExtendedLifetime(dOutput) {}
    }
  }

  /// Calls `body` with the index of every window of an output row, and the rows and columns of the image that it covers.
  private func forEachWindow(
    ofRow outputRow: Int, _ body: (_ window: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void
  ) {
    let g = geometry
    let kernelRows = g.kernelRows(outputRow: outputRow)
    let top = outputRow * g.stride.height - g.top
    for outputColumn in 0..<g.outputWidth {
      let kernelColumns = g.kernelColumns(outputColumn: outputColumn)
      let left = outputColumn * g.stride.width - g.left
      require(
        !kernelRows.isEmpty && !kernelColumns.isEmpty, "averagePool2D: a window lies wholly in the padding")
      body(
        outputRow * g.outputWidth + outputColumn, top + kernelRows.lowerBound..<top + kernelRows.upperBound,
        left + kernelColumns.lowerBound..<left + kernelColumns.upperBound)
    }
  }
}
