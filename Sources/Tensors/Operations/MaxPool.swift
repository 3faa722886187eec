// Max-pooling.
internal import CKernels
internal import Preconditions

/// The maximum of each channel over windows of `size`×`size` pixels; pixels outside the image do not count.
///
/// Where several pixels of a window share the maximum, the first of them gets the gradient.
///
/// - Shape: input [N, H, W, C] → [N, OH, OW, C].
public func maxPool2D(_ input: Variable, size: Int, stride: Int, padding: Padding = .valid) -> Variable {
  let pooling = MaxPooling(of: input.shape, size: size, stride: stride, padding: padding)
  let (output, choice) = pooling.forward(input.value)
  return Variable.record(output, from: [input]) { dOutput in [pooling.inputGradient(dOutput, choice)] }
}

/// Max-pooling of images of one shape, and the way back.
struct MaxPooling: Sendable {
  private let geometry: WindowGeometry

  init(of images: Shape, size: Int, stride: Int, padding: Padding = .valid) {
    require(size >= 1 && size <= 16, "maxPool2D: expected a size in 1...16, found \(size)")
    geometry = WindowGeometry(
      input: images, kernelHeight: size, kernelWidth: size, stride: stride, padding: padding, operation: "maxPool2D")
  }

  /// For every output element, which pixel of its window it came from; four to a float of storage.
  typealias Choice = Tensor

  private var inputSize: Int { geometry.inputHeight * geometry.inputWidth * geometry.channels }
  private var outputRowSize: Int { geometry.outputWidth * geometry.channels }

  func forward(_ input: Tensor) -> (output: Tensor, choice: Choice) {
    let shape = geometry.outputShape(channels: geometry.channels)
    var output: Tensor?
    let choice = Tensor([(shape.count + 3) / 4]) { choices in
      output = Tensor(shape) { buffer in
        guard let y = buffer.baseAddress, let c = choices.baseAddress else { return }
        let which = UnsafeMutableRawPointer(c).assumingMemoryBound(to: UInt8.self)
        Parallel.forEach(geometry.batch * geometry.outputHeight) { row in
          let image = input.pointer + row / geometry.outputHeight * inputSize
          withWindowPixels(row: row % geometry.outputHeight) { column, offsets in
            withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: offsets.count) { pixels in
              for (index, offset) in offsets.enumerated() { pixels[index] = image + offset }
              let start = row * outputRowSize + column * geometry.channels
              gk_max_pixels(pixels.baseAddress, Int32(offsets.count), geometry.channels, y + start, which + start)
            }
          }
        }
      }
    }
    withExtendedLifetime(input) {}
    return (output ?? Tensor(0), choice)
  }

  func inputGradient(_ dOutput: Tensor, _ choice: Choice) -> Tensor {
    Tensor([geometry.batch, geometry.inputHeight, geometry.inputWidth, geometry.channels]) { buffer in
      guard let dInput = buffer.baseAddress else { return }
      let which = UnsafeRawPointer(choice.pointer).assumingMemoryBound(to: UInt8.self)
      Parallel.forEach(geometry.batch) { image in
        let target = dInput + image * inputSize
        target.update(repeating: 0, count: inputSize)
        for row in 0..<geometry.outputHeight {
          withWindowPixels(row: row) { column, offsets in
            withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>?.self, capacity: offsets.count) { pixels in
              for (index, offset) in offsets.enumerated() { pixels[index] = target + offset }
              let start = (image * geometry.outputHeight + row) * outputRowSize + column * geometry.channels
              gk_max_pixels_gradient(
                pixels.baseAddress, Int32(offsets.count), geometry.channels, dOutput.pointer + start, which + start)
            }
          }
        }
      }
      withExtendedLifetime((dOutput, choice)) {}
    }
  }

  /// Calls `body` for every output column of a row with where in the image the pixels of its window begin.
  private func withWindowPixels(row: Int, _ body: (_ column: Int, _ offsets: UnsafeMutableBufferPointer<Int>) -> Void) {
    let g = geometry
    let kernelRows = g.kernelRows(outputRow: row)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: g.kernelHeight * g.kernelWidth) { offsets in
      for column in 0..<g.outputWidth {
        var count = 0
        for kernelRow in kernelRows {
          for kernelColumn in g.kernelColumns(outputColumn: column) {
            let inputRow = row * g.stride - g.top + kernelRow
            let inputColumn = column * g.stride - g.left + kernelColumn
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
