// Where windows lie on images.
internal import Preconditions

/// A window sliding over a batch of images: all extents, resolved.
package struct WindowGeometry: Sendable, Hashable {
  package let batch: Int
  package let inputHeight, inputWidth, channels: Int
  package let kernelHeight, kernelWidth: Int
  package let stride: HeightWidth
  package let top, left: Int
  package let outputHeight, outputWidth: Int

  /// - Parameter dilation: pixels from one tap to the next; the kernel is then the window's reach, gaps included.
  /// - Shape: input [N, H, W, C].
  package init(
    input: Shape, kernel: HeightWidth, stride: HeightWidth, padding: Padding, dilation: HeightWidth = 1,
    operation: StaticString
  ) {
    require(input.rank == 4, "\(operation): expected an input [N, H, W, C], found \(input)")
    require(stride.lies(in: 1...), "\(operation): expected a positive stride, found \(stride)")
    require(dilation.lies(in: 1...), "\(operation): expected a positive dilation, found \(dilation)")
    batch = input[0]
    inputHeight = input[1]
    inputWidth = input[2]
    channels = input[3]
    kernelHeight = (kernel.height - 1) * dilation.height + 1
    kernelWidth = (kernel.width - 1) * dilation.width + 1
    self.stride = stride
    let rows = Self.extent(inputHeight, kernel: kernelHeight, stride: stride.height, padding: padding, vertical: true)
    let columns = Self.extent(inputWidth, kernel: kernelWidth, stride: stride.width, padding: padding, vertical: false)
    require(
      rows.output > 0 && columns.output > 0,
      "\(operation): an input \(input) is too small for a window of \(kernelHeight)×\(kernelWidth)")
    (outputHeight, top) = rows
    (outputWidth, left) = columns
  }

  private static func extent(
    _ input: Int, kernel: Int, stride: Int, padding: Padding, vertical: Bool
  ) -> (output: Int, before: Int) {
    let before: Int
    let after: Int
    switch padding {
    case .valid:
      (before, after) = (0, 0)
    case .same:
      let total = max(0, ((input + stride - 1) / stride - 1) * stride + kernel - input)
      (before, after) = (total / 2, total - total / 2)
    case .explicit(let top, let bottom, let left, let right):
      (before, after) = vertical ? (top, bottom) : (left, right)
    }
    let room = input + before + after - kernel
    return (room < 0 ? 0 : room / stride + 1, before)
  }

  /// - Shape: [N, OH, OW, channels].
  package func outputShape(channels: Int) -> Shape { [batch, outputHeight, outputWidth, channels] }

  /// The window rows that lie on the image for an output row.
  func kernelRows(outputRow: Int) -> Range<Int> {
    Self.inside(outputRow * stride.height - top, kernel: kernelHeight, input: inputHeight)
  }

  /// The window columns that lie on the image for an output column.
  func kernelColumns(outputColumn: Int) -> Range<Int> {
    Self.inside(outputColumn * stride.width - left, kernel: kernelWidth, input: inputWidth)
  }

  private static func inside(_ start: Int, kernel: Int, input: Int) -> Range<Int> {
    let first = min(max(0, -start), kernel)
    return first..<max(first, min(kernel, input - start))
  }
}
