// Convolution of single pixels between two norms, a few hundred pixels at a time.
internal import CKernels

/// A convolution with windows of one pixel whose input is normalised while it is read, and so is the gradient of its
/// output: normalised values stay in a core's own cache and are never written to memory.
///
/// It pays where images are too large for the caches that cores share; on smaller ones norms cost little.
struct PointwiseConvolution: Sendable {
  let channels, outputChannels: Int
  /// Of the input.
  let shape: Shape
  private let outputShape: Shape
  /// The pixels, cut into tasks.
  let tasks: Chunks

  private static let tasksWanted = 32
  // Multiples of the height of register tiles.
  static let chunk = 112
  // Floats of input and output beyond which passes over them are passes over memory.
  private static let leastFloats = 1 << 21
  // Weights whose gradient stays in a core's own cache beside the pixels.
  private static let mostWeights = 1 << 16

  /// Nil where windows are larger, or images too small for it to pay.
  init?(geometry g: WindowGeometry, outputChannels: Int) {
    let pixels = g.batch * g.inputHeight * g.inputWidth
    channels = g.channels
    self.outputChannels = outputChannels
    shape = [g.batch, g.inputHeight, g.inputWidth, g.channels]
    outputShape = g.outputShape(channels: outputChannels)
    tasks = Chunks(pixels, wanted: Self.tasksWanted)
    guard g.isPointwise,
      channels * outputChannels <= Self.mostWeights, pixels * (channels + outputChannels) >= Self.leastFloats
    else { return nil }
  }

  /// Calls `body` with the chunks of a task's pixels.
  func forEachChunk(of task: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    let range = tasks[task]
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunk) {
      body(first, min(Self.chunk, range.upperBound - first))
    }
  }

  /// - Shape: → output [N, H, W, K], moments [chunks, 2, K].
  func forward(
    _ input: DeferredNormalization, _ weights: WeightPanels, epilogue: Epilogue
  ) -> (output: Tensor, moments: Tensor?) {
    defer { withExtendedLifetime((input, weights)) {} }
    return epilogue.output(outputShape, chunks: tasks.count) { target, moments in
      input.normalization.withKernelArgument(input.coefficients) { norm in
        Parallel.forEach(tasks.count) { task in
          Storage.temporary(Self.chunk * channels) { normalized in
            forEachChunk(of: task) { first, count in
              gk_normalize(input.input.pointer + first * channels, norm, normalized, count, channels)
              weights.sumLine(
                from: normalized, count, channels, into: target, offset: first * outputChannels, outputChannels,
                epilogue: epilogue, moments: moments.map { $0 + task * 2 * outputChannels })
            }
          }
        }
      }
    }
  }
}
