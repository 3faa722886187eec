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
    // What deviations are taken from: each channel's first pixel, and its mean where that is far away.
    var shifts = Tensor([images, channels], repeating: 0)
    let (sums, norms, shift) = (
      moments.mutablePointer(), coefficients.mutablePointer(), shifts.mutablePointer()
    )
    let output = Tensor(uninitialized: shape) { y in
      withPointers(input) { x in
        if pixels > 0 {
          for image in 0..<images {
            (shift + image * channels).update(from: x + image * pixels * channels, count: channels)
          }
        }
        forEachImage { image, chunk, start, count in
          let target = sums + (image * chunks.count + chunk) * 2 * channels
          gk_column_moments(x + start, shift + image * channels, count, channels, target, target + channels)
        } then: { image, isRepeated in
          withTotals(of: image, sums) { sums, squares in
            let statistics = GroupStatistics(
              of: self, shifts: shift + image * channels, sums: sums, squares: squares)
            if !isRepeated && !statistics.arePrecise {
              statistics.writeMeans(to: shift + image * channels)
              return false
            }
            statistics.writeCoefficients(
              scale: scale.pointer, offset: offset.pointer, epsilon: epsilon, to: norms + image * 4 * channels)
            return true
          }
        } then: { image, start, count in
          var norm = kernelArgument(norms, image)
          gk_normalize(x + start, &norm, y + start, count, channels)
        }
      }
    }
    withExtendedLifetime((moments, shifts, scale, offset)) {}
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
        } then: { image, _ in
          withTotals(of: image, sums) { sums, products in
            let start = image * 2 * channels
            writeGradients(
              sums: sums, products: products, scale: scale.pointer, deviations: norms + (image * 4 + 3) * channels,
              total: total + start, slope: slope + start)
          }
          return true
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
  /// A chunk is given by its index, where it begins in floats, and its number of pixels. Where `combine` says false, the
  /// image is reduced and combined once more.
  private func forEachImage(
    _ reduce: (_ image: Int, _ chunk: Int, _ start: Int, _ count: Int) -> Void,
    then combine: (_ image: Int, _ isRepeated: Bool) -> Bool,
    then apply: (_ image: Int, _ start: Int, _ count: Int) -> Void
  ) {
    let size = pixels * channels
    guard size > 0 else { return }
    let chunks = chunks
    if chunks.count == 1 {
      Parallel.forEachRange(images, grain: max(1, Parallel.elementGrain / size)) { range in
        for image in range {
          reduce(image, 0, image * size, pixels)
          if !combine(image, false) {
            reduce(image, 0, image * size, pixels)
            _ = combine(image, true)
          }
          apply(image, image * size, pixels)
        }
      }
      return
    }
    func start(_ image: Int, _ chunk: Int) -> Int { image * size + chunks[chunk].lowerBound * channels }
    func reduceAll(_ images: [Int]) {
      Parallel.forEach(images.count * chunks.count) { task in
        let (image, chunk) = (images[task / chunks.count], task % chunks.count)
        reduce(image, chunk, start(image, chunk), chunks[chunk].count)
      }
    }
    reduceAll(Array(0..<images))
    let isDone = Tensor([images]) { isDone in
      Parallel.forEach(images) { isDone[$0] = combine($0, false) ? 1 : 0 }
    }
    let rest = (0..<images).filter { isDone[$0] == 0 }
    reduceAll(rest)
    Parallel.forEach(rest.count) { _ = combine(rest[$0], true) }
    Parallel.forEach(images * chunks.count) { task in
      let (image, chunk) = (task / chunks.count, task % chunks.count)
      apply(image, start(image, chunk), chunks[chunk].count)
    }
  }

  /// Calls `body` with two sums for each channel of an image, over all its chunks.
  ///
  /// - Shape: partial [N, chunks, 2, C].
  private func withTotals<Result>(
    of image: Int, _ partial: UnsafePointer<Float>,
    _ body: (_ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>) -> Result
  ) -> Result {
    let count = 2 * channels
    return withTemporaryPointer(to: Double.self, count: count) { totals in
      totals.update(repeating: 0, count: count)
      for chunk in image * chunks.count..<(image + 1) * chunks.count {
        for index in 0..<count { totals[index] += Double(partial[chunk * count + index]) }
      }
      return body(totals, totals + channels)
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
