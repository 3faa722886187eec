// Convolution of single pixels between two norms, a few hundred pixels at a time.
internal import CKernels

/// The products of a convolution with windows of one pixel whose input is normalised while it is read, and so is the
/// gradient of its sums: what norms make of them stays in a core's own cache and never goes to memory.
///
/// It pays where images are too large for the caches that cores share; on smaller ones norms cost little.
struct PointwiseProducts: Sendable {
  private let pixels, channels, outputChannels: Int
  private let shape: Shape
  private let outputShape: Shape
  /// Pixels of a task.
  private let pieces: Pieces

  private static let tasksWanted = 32
  // Multiples of the height of register tiles.
  private static let chunk = 112
  // Floats of input and output beyond which passes over them are passes over memory.
  private static let leastFloats = 1 << 21
  // Weights whose gradient stays in a core's own cache beside the pixels.
  private static let mostWeights = 1 << 16

  /// Nil where windows are larger, or images too small for it to pay.
  init?(geometry g: WindowGeometry, outputChannels: Int) {
    pixels = g.batch * g.inputHeight * g.inputWidth
    channels = g.channels
    self.outputChannels = outputChannels
    shape = [g.batch, g.inputHeight, g.inputWidth, g.channels]
    outputShape = g.outputShape(channels: outputChannels)
    pieces = Pieces(pixels, pieces: Self.tasksWanted)
    guard g.isPointwise,
      channels * outputChannels <= Self.mostWeights, pixels * (channels + outputChannels) >= Self.leastFloats
    else { return nil }
  }

  /// Calls `body` with the chunks of a task.
  private func forEachChunk(of task: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    let piece = pieces[task]
    for first in stride(from: piece.lowerBound, to: piece.upperBound, by: Self.chunk) {
      body(first, min(Self.chunk, piece.upperBound - first))
    }
  }

  /// - Shape: → output [N, H, W, K], moments [pieces, 2, K].
  func forward(
    _ input: NormalizedImages, _ weights: WeightPanels, epilogue: Epilogue
  ) -> (output: Tensor, moments: Tensor?) {
    defer { withExtendedLifetime((input, weights)) {} }
    return epilogue.output(outputShape, pieces: pieces.count) { buffer, moments in
      guard let target = buffer.baseAddress else { return }
      input.normalization.withDescription(of: input.coefficients) { norm in
        Parallel.forEach(pieces.count) { task in
          let scratch = Storage(count: Self.chunk * channels)
          forEachChunk(of: task) { first, count in
            gk_normalize(input.sums.pointer + first * channels, norm, scratch.pointer, count, channels)
            weights.sumLine(
              from: scratch.pointer, count, channels, into: target, place: first * outputChannels, outputChannels,
              epilogue: epilogue, moments: moments.map { $0 + task * 2 * outputChannels })
          }
          withExtendedLifetime(scratch) {}
        }
      }
    }
  }

  /// Both gradients in one sweep; what the norm before the convolution needs of its gradient is gathered on the way.
  ///
  /// - Shape: weight [1, 1, C, K] → [N, H, W, C] and [1, 1, C, K].
  func gradients(
    _ input: Activations, _ weight: Tensor, _ dSums: NormalizedGradient
  ) -> (dInput: Tensor, dWeight: Tensor) {
    let line = WindowAxis.pointwise(1)
    let transposed = WeightPanels(weight, rows: line, columns: line, transposed: true)
    let panels = ChannelPanels(channels: outputChannels)
    let depth = channels * panels.totalWidth
    let partial = Storage(count: pieces.count * depth)
    var gathered: Tensor?
    let dInput = Tensor(shape) { buffer in
      guard let target = buffer.baseAddress else { return }
      func run(
        _ source: UnsafePointer<Float>, norm: UnsafePointer<gk_normalization>?, shares: UnsafeMutablePointer<Float>?
      ) {
        dSums.normalization.withDescription(of: dSums.coefficients) { gradientNorm in
          Parallel.forEach(pieces.count) { task in
            let inputs = Storage(count: Self.chunk * channels)
            // Room for the lanes that the last panel's vectors read beyond the last channel.
            let gradients = Storage(count: Self.chunk * outputChannels + panels.totalWidth)
            gradients.pointer.update(repeating: 0, count: gradients.count)
            let share = shares.map { $0 + task * 2 * channels }
            share?.update(repeating: 0, count: 2 * channels)
            forEachChunk(of: task) { first, count in
              gk_normalize_gradient(
                dSums.sums.pointer + first * outputChannels, dSums.dOutput.pointer + first * outputChannels,
                gradientNorm, gradients.pointer, count, outputChannels)
              var pixels = source + first * channels
              let dPixels = target + first * channels
              transposed.sumLine(
                from: gradients.pointer, count, outputChannels, into: target, place: first * channels, channels)
              if let norm, let share {
                gk_normalize_gradient_sums(pixels, dPixels, norm, count, channels, share, share + channels)
                gk_normalize(pixels, norm, inputs.pointer, count, channels)
                pixels = UnsafePointer(inputs.pointer)
              }
              var box = gk_weight_box()
              (box.images, box.rows, box.pixels) = (1, 1, count)
              (box.input, box.input_pixel, box.run) = (pixels, channels, channels)
              box.gradient_pixel = outputChannels
              box.accumulates = first > pieces[task].lowerBound ? 1 : 0
              for panel in 0..<panels.count {
                box.gradient = UnsafePointer(gradients.pointer + panels.first(of: panel))
                box.width = panels.width(of: panel)
                box.sum_row = box.width
                box.sums = partial.pointer + task * depth + channels * panels.first(of: panel)
                gk_weight_sums(&box)
              }
            }
            withExtendedLifetime((inputs, gradients)) {}
          }
        }
      }
      switch input {
      case .tensor, .depthwise:
        let tensor = input.tensor
        run(tensor.pointer, norm: nil, shares: nil)
        withExtendedLifetime(tensor) {}
      case .normalized(let images):
        gathered = Tensor([pieces.count, 2, channels]) { shares in
          images.normalization.withDescription(of: images.coefficients) { norm in
            run(images.sums.pointer, norm: norm, shares: shares.baseAddress)
          }
        }
      }
    }
    if case .normalized(let images) = input, let gathered { images.gather(BlockNormalization.total(gathered)) }
    withExtendedLifetime((transposed, dSums)) {}
    let dWeight = Tensor(weight.shape) { buffer in
      guard let dWeight = buffer.baseAddress else { return }
      Parallel.forEach(panels.count) { panel in
        let channel = panels.first(of: panel)
        gk_unpack_panels(
          partial.pointer + channels * channel, pieces.count, depth, channels, panels.channels(in: panel),
          panels.width(of: panel), dWeight + channel, outputChannels)
      }
      withExtendedLifetime(partial) {}
    }
    return (dInput, dWeight)
  }
}
