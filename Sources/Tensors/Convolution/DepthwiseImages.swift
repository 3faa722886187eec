// The result of a depthwise convolution that has not been written to memory.

/// What a depthwise convolution makes of images in inference, a few rows at a time.
///
/// A pointwise convolution behind it reads rows as soon as they are made, from a core's own cache. Anything else asks for
/// ``tensor``, and it is computed then, once.
final class DepthwiseImages: Sendable {
  private let products: DepthwiseProducts
  private let input, weight: Tensor
  private let epilogue: Epilogue
  private let written = WrittenOnce()

  /// Rows of a task.
  private let bands: Pieces

  // Pixels that are worth reading all weights for.
  private static let pixelsAtOnce = 56
  private static let tasksWanted = 32, fewTasks = 8

  /// - Shape: input [N, H, W, C], weight [KH, KW, C].
  init(_ products: DepthwiseProducts, _ input: Tensor, _ weight: Tensor, epilogue: Epilogue) {
    self.products = products
    self.input = input
    self.weight = weight
    self.epilogue = epilogue
    let g = products.geometry
    let perImage = Parallel.pieces(Self.tasksWanted, grain: max(1, g.batch))
    bands = Pieces(g.outputHeight, pieces: min(perImage, max(1, g.outputHeight * g.outputWidth / Self.pixelsAtOnce)))
  }

  /// Whether there are enough rows to keep threads busy; where there are few, the weights' channels have to be cut instead.
  var areManyRows: Bool { products.geometry.batch * bands.count >= Self.fewTasks }

  /// - Shape: [N, OH, OW, C].
  var shape: Shape { products.geometry.outputShape(channels: products.geometry.channels) }

  /// The numbers.
  var tensor: Tensor {
    written.tensor { products.forward(input, weight, epilogue: epilogue).output }
  }

  /// The sums of a convolution with windows of one pixel, after its epilogue.
  ///
  /// - Shape: → [N, OH, OW, outputChannels].
  func convolved(with weights: WeightPanels, outputChannels: Int, epilogue: Epilogue) -> Tensor {
    let g = products.geometry
    let rowsAtOnce = max(1, Self.pixelsAtOnce / g.outputWidth)
    return Tensor(g.outputShape(channels: outputChannels)) { buffer in
      guard let target = buffer.baseAddress else { return }
      Parallel.forEach(g.batch * bands.count) { task in
        let image = task / bands.count
        let band = bands[task % bands.count]
        let rows = Storage(count: rowsAtOnce * g.outputWidth * g.channels)
        for first in stride(from: band.lowerBound, to: band.upperBound, by: rowsAtOnce) {
          let chunk = first..<min(first + rowsAtOnce, band.upperBound)
          products.computeRows(
            chunk, ofImage: image, .tensor(input), weight, epilogue: self.epilogue, into: rows.pointer)
          weights.sumLine(
            from: rows.pointer, chunk.count * g.outputWidth, g.channels,
            into: target, place: (image * g.outputHeight + first) * g.outputWidth * outputChannels, outputChannels,
            epilogue: epilogue)
        }
        withExtendedLifetime(rows) {}
      }
      withExtendedLifetime((input, weight, weights, epilogue)) {}
    }
  }
}
