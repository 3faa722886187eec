// The output of a depthwise convolution that is not written to memory unless it has to be.

/// Images together with the depthwise convolution that will be applied to them, in inference.
///
/// A pointwise convolution behind it reads its rows as soon as they are computed, from a core's own cache. Any other
/// operation reads ``tensor``, which is then computed, once.
final class DeferredDepthwise: Deferred {
  private let convolution: DepthwiseConvolution
  private let input, weight: Tensor
  private let epilogue: Epilogue
  private let output = LazyTensor()

  /// Rows that are computed at once, and how many such chunks a task has.
  private let rows, tasks: Chunks

  // Pixels that are worth reading all weights for.
  private static let pixelsAtOnce = 56
  private static let tasksWanted = 32, fewTasks = 8

  /// - Shape: input [N, H, W, C], weight [KH, KW, C].
  init(_ convolution: DepthwiseConvolution, _ input: Tensor, _ weight: Tensor, epilogue: Epilogue) {
    self.convolution = convolution
    self.input = input
    self.weight = weight
    self.epilogue = epilogue
    let g = convolution.geometry
    rows = Chunks(g.outputHeight, wanted: g.outputHeight * g.outputWidth / Self.pixelsAtOnce)
    tasks = Chunks(rows.count, wanted: Parallel.chunkCount(Self.tasksWanted, grain: max(1, g.batch)))
  }

  /// Whether there are enough rows to keep threads busy; where there are few, the weights' channels have to be cut
  /// instead.
  var hasManyRows: Bool { convolution.geometry.batch * tasks.count >= Self.fewTasks }

  /// - Shape: [N, OH, OW, C].
  var shape: Shape { convolution.geometry.outputShape(channels: convolution.geometry.channels) }

  var tensor: Tensor {
    output.tensor { convolution.forward(input, weight, epilogue: epilogue).output }
  }

  /// The sums of a convolution with windows of one pixel, after its epilogue.
  ///
  /// - Shape: → [N, OH, OW, outputChannels].
  func convolved(with weights: WeightPanels, outputChannels: Int, epilogue: Epilogue) -> Tensor {
    let g = convolution.geometry
    defer { withExtendedLifetime((weights, epilogue)) {} }
    return Tensor(uninitialized: g.outputShape(channels: outputChannels)) { target in
      Parallel.forEach(g.batch * tasks.count) { task in
        let image = task / tasks.count
        Storage.temporary(rows.grain * g.outputWidth * g.channels) { memory in
          for index in tasks[task % tasks.count] {
            let chunk = rows[index]
            convolution.computeRows(
              chunk, ofImage: image, .tensor(input), weight, epilogue: self.epilogue, into: memory)
            weights.sumLine(
              from: memory, chunk.count * g.outputWidth, g.channels, into: target,
              offset: (image * g.outputHeight + chunk.lowerBound) * g.outputWidth * outputChannels, outputChannels,
              epilogue: epilogue)
          }
        }
      }
    }
  }
}
