// Normalisation of each image by the statistics of groups of its channels.
internal import CKernels

/// The passes of group normalisation: two over memory forward, two back.
///
/// Sums over pixels are gathered in chunks that depend on the size of an image alone, and added in double precision, in
/// their order.
struct GroupNormalization: Sendable {
  let shape: Shape
  let images, pixels, channels, groups: Int

  /// - Shape: [N, ..., C].
  init(shape: Shape, groups: Int) {
    self.shape = shape
    self.groups = groups
    images = shape[0]
    channels = shape[-1]
    pixels = shape.dimensions.dropFirst().dropLast().reduce(1, *)
  }

  /// Channels of a group.
  var groupChannels: Int { channels / groups }

  /// The pixels of an image, in chunks that a core's own cache holds.
  private var chunks: Chunks { Chunks(extent: pixels, grain: Parallel.elementGrain / max(1, channels)) }

  /// The normalised images, and what was done to each channel of each image.
  ///
  /// - Shape: input [N, ..., C], scale and offset [C] → the same, and [N, 4, C].
  func forward(
    _ input: Tensor, scale: Tensor, offset: Tensor, epsilon: Float
  ) -> (output: Tensor, coefficients: Tensor) {
    var moments = Tensor([images, chunks.count, 2, channels], repeating: 0)
    var coefficients = Tensor([images, 4, channels], repeating: 0)
    let (sums, norms) = (moments.mutablePointer(), coefficients.mutablePointer())
    let output = Tensor(uninitialized: shape) { y in
      withPointers(input) { x in
        forEachImage { image, chunk, start, count in
          let target = sums + (image * chunks.count + chunk) * 2 * channels
          gk_column_moments(
            x + start, x + image * pixels * channels, count, channels, target, target + channels)
        } then: { image in
          withTotals(of: image, sums) { sums, squares in
            let statistics = GroupStatistics(
              of: self, pixels: x + image * pixels * channels, sums: sums, squares: squares)
            statistics.writeCoefficients(
              scale: scale.pointer, offset: offset.pointer, epsilon: epsilon, to: norms + image * 4 * channels)
          }
        } then: { image, start, count in
          var norm = kernelArgument(norms, image)
          gk_normalize(x + start, &norm, y + start, count, channels)
        }
      }
    }
    withExtendedLifetime((moments, scale, offset)) {}
    return (output, coefficients)
  }

  /// Gradients of the input, if it is wanted, of the scale and of the offset.
  func gradients(
    _ input: Tensor, _ dOutput: consuming Tensor, scale: Tensor, _ coefficients: Tensor, inputWanted: Bool
  ) -> (dInput: Tensor?, dScale: Tensor, dOffset: Tensor) {
    var partial = Tensor([images, chunks.count, 2, channels], repeating: 0)
    var slopes = Tensor([images, 2, channels], repeating: 0)
    var totals = Tensor([images, 2, channels], repeating: 0)
    let (sums, slope, total) = (partial.mutablePointer(), slopes.mutablePointer(), totals.mutablePointer())

    func run(_ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>?) {
      withPointers(input, coefficients) { x, norms in
        forEachImage { image, chunk, start, count in
          let target = sums + (image * chunks.count + chunk) * 2 * channels
          var norm = kernelArgument(norms, image)
          gk_normalize_gradient_sums(x + start, dy + start, &norm, count, channels, target, target + channels)
        } then: { image in
          withTotals(of: image, sums) { sums, products in
            let start = image * 2 * channels
            writeGradients(
              sums: sums, products: products, scale: scale.pointer, deviations: norms + (image * 4 + 3) * channels,
              total: total + start, slope: slope + start)
          }
        } then: { image, start, count in
          guard let dx else { return }
          var norm = kernelArgument(norms, image)
          norm.gradient_scale = UnsafePointer(slope + image * 2 * channels)
          norm.gradient_bias = UnsafePointer(slope + (image * 2 + 1) * channels)
          gk_normalize_gradient(x + start, dy + start, &norm, dx + start, count, channels)
        }
      }
    }
    var dInput: Tensor?
    if inputWanted {
      dInput = (consume dOutput).overwritten { dy, dx in run(dy, to: dx) }
    } else {
      withPointers(dOutput) { run($0, to: nil) }
    }
    withExtendedLifetime((partial, slopes, scale)) {}
    let parameters = NormReductions(totals)
    return (
      dInput, Tensor([channels], scalars: parameters.products.map { Float($0) }),
      Tensor([channels], scalars: parameters.sums.map { Float($0) })
    )
  }

  /// An image's part of the gradients of offset and scale, and what the gradient of its input needs of whole groups.
  private func writeGradients(
    sums: UnsafePointer<Double>, products: UnsafePointer<Double>, scale: UnsafePointer<Float>,
    deviations: UnsafePointer<Float>, total: UnsafeMutablePointer<Float>, slope: UnsafeMutablePointer<Float>
  ) {
    // dx = d (g - mean(g) - (x - m) d² mean(g (x - m))), g = dy scale and d the inverse deviation.
    let count = Double(pixels * groupChannels)
    for first in stride(from: 0, to: channels, by: groupChannels) {
      let deviation = Double(deviations[first])
      var (sum, product) = (0.0, 0.0)
      for channel in first..<first + groupChannels {
        sum += Double(scale[channel]) * sums[channel]
        product += Double(scale[channel]) * products[channel]
        total[channel] = Float(sums[channel])
        total[channels + channel] = Float(products[channel] * deviation)
      }
      let (factor, bias) = (
        Float(-deviation * deviation * deviation * product / count), Float(-deviation * sum / count)
      )
      for channel in first..<first + groupChannels {
        slope[channel] = factor
        slope[channels + channel] = bias
      }
    }
  }

  /// Calls `reduce`, on all threads, for every chunk of every image, then `combine` for every image, then `apply` for every
  /// chunk; small images go through all three while they are in the cache.
  ///
  /// A chunk is given by its index, where it begins in floats, and its number of pixels.
  private func forEachImage(
    _ reduce: (_ image: Int, _ chunk: Int, _ start: Int, _ count: Int) -> Void, then combine: (_ image: Int) -> Void,
    then apply: (_ image: Int, _ start: Int, _ count: Int) -> Void
  ) {
    let size = pixels * channels
    guard size > 0 else { return }
    let chunks = chunks
    if chunks.count == 1 {
      Parallel.forEachRange(images, grain: max(1, Parallel.elementGrain / size)) { range in
        for image in range {
          reduce(image, 0, image * size, pixels)
          combine(image)
          apply(image, image * size, pixels)
        }
      }
      return
    }
    func start(_ task: Int) -> Int {
      task / chunks.count * size + chunks[task % chunks.count].lowerBound * channels
    }
    Parallel.forEach(images * chunks.count) { task in
      reduce(task / chunks.count, task % chunks.count, start(task), chunks[task % chunks.count].count)
    }
    Parallel.forEach(images) { combine($0) }
    Parallel.forEach(images * chunks.count) { task in
      apply(task / chunks.count, start(task), chunks[task % chunks.count].count)
    }
  }

  /// Calls `body` with two sums for each channel of an image, over all its chunks.
  ///
  /// - Shape: partial [N, chunks, 2, C].
  private func withTotals(
    of image: Int, _ partial: UnsafePointer<Float>,
    _ body: (_ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>) -> Void
  ) {
    let count = 2 * channels
    withTemporaryPointer(to: Double.self, count: count) { totals in
      totals.update(repeating: 0, count: count)
      for chunk in image * chunks.count..<(image + 1) * chunks.count {
        for index in 0..<count { totals[index] += Double(partial[chunk * count + index]) }
      }
      body(totals, totals + channels)
    }
  }

  /// The coefficients of an image as kernels take them.
  private func kernelArgument(_ coefficients: UnsafePointer<Float>, _ image: Int) -> gk_normalization {
    let start = coefficients + image * 4 * channels
    return gk_normalization(
      scale: start, offset: start + channels, mean: start + 2 * channels, gradient_scale: nil, gradient_bias: nil,
      lower: -.infinity, upper: .infinity, floor: -.infinity)
  }
}
