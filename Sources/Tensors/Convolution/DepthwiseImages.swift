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

  /// Rows that are computed at once, and how many such pieces a task has.
  private let rows, tasks: Pieces

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
    rows = Pieces(g.outputHeight, pieces: g.outputHeight * g.outputWidth / Self.pixelsAtOnce)
    tasks = Pieces(rows.count, pieces: Parallel.pieces(Self.tasksWanted, grain: max(1, g.batch)))
  }

  /// Whether there are enough rows to keep threads busy; where there are few, the weights' channels have to be cut instead.
  var areManyRows: Bool { products.geometry.batch * tasks.count >= Self.fewTasks }

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
    return Tensor(g.outputShape(channels: outputChannels)) { buffer in
      guard let target = buffer.baseAddress else { return }
      Parallel.forEach(g.batch * tasks.count) { task in
        let image = task / tasks.count
        let memory = Storage(count: rows.grain * g.outputWidth * g.channels)
        for piece in tasks[task % tasks.count] {
          let chunk = rows[piece]
          products.computeRows(
            chunk, ofImage: image, .tensor(input), weight, epilogue: self.epilogue, into: memory.pointer)
          weights.sumLine(
            from: memory.pointer, chunk.count * g.outputWidth, g.channels,
            into: target, place: (image * g.outputHeight + chunk.lowerBound) * g.outputWidth * outputChannels,
            outputChannels,
            epilogue: epilogue)
        }
        withExtendedLifetime(memory) {}
      }
      withExtendedLifetime((input, weight, weights, epilogue)) {}
    }
  }
}
