// Batch normalisation together with the activation before or after it.
internal import CKernels

/// Normalisation of every channel of a batch of images, and what is done to the values before and after.
///
/// Each of its passes goes over memory once. Sums over pixels are gathered in chunks that depend on the shape alone and
/// added in double precision, in their order.
struct BlockNormalization: Sendable {
  /// - Shape: [..., C].
  let shape: Shape
  /// Whether the values to be normalised are the positive part of others, whose gradient is wanted.
  var followsReLU = false
  /// What the normalised values are clamped to.
  var clamp = Clamp.none
  /// Side of the windows of a max-pool behind all; 1 means none. Needs a shape [N, H, W, C] and no clamp.
  var poolSize = 1
  /// How many orientations the channels come in, one orientation's after the other's; those of a channel are normalised together.
  var orientations = 1

  var channels: Int { shape[-1] }

  /// The pixels, in chunks that a core's own cache holds.
  private var rows: Chunks {
    Chunks(extent: shape.count / channels, grain: Parallel.elementGrain / channels)
  }

  /// Calls `body` with the coefficients as kernels take them.
  func withKernelArgument<Result>(
    _ coefficients: NormCoefficients, _ body: (_ norm: UnsafePointer<gk_normalization>) -> Result
  ) -> Result {
    var norm = kernelArgument(coefficients)
    return withExtendedLifetime(coefficients) { body(&norm) }
  }

  /// The coefficients as kernels take them; valid while `c` lives.
  func kernelArgument(_ c: NormCoefficients) -> gk_normalization {
    gk_normalization(
      scale: c.scale.pointer, offset: c.offset.pointer, mean: c.mean.pointer,
      gradient_scale: c.gradientScale?.pointer, gradient_bias: c.gradientBias?.pointer, lower: clamp.lower,
      upper: clamp.upper, floor: followsReLU ? 0 : -.infinity)
  }

  /// Mean and variance of each channel, from moments gathered while `input` was computed, or else by a pass over it.
  ///
  /// - Parameter gathered: sums of deviations from `shift` and of their squares, [chunks, 2, C].
  func statistics(of input: Tensor, gathered: (moments: Tensor, shift: Tensor)?) -> BatchStatistics {
    if let gathered {
      let statistics = statistics(gathered.moments, about: gathered.shift)
      // The variance is a difference of two sums; where the shift was far from the mean, its digits are lost.
      let isAccurate = (0..<channels).allSatisfy { channel in
        let distance = statistics.mean.pointer[channel] - gathered.shift.pointer[channel]
        return distance * distance <= 64 * statistics.variance.pointer[channel]
      }
      if isAccurate { return statistics }
    }
    let firstRow = input.withUnsafeBuffer { Tensor([channels], scalars: Array($0[..<channels])) }
    return statistics(moments(of: input, about: firstRow), about: firstRow)
  }

  private func statistics(_ moments: Tensor, about shift: Tensor) -> BatchStatistics {
    let total = NormReductions(moments)
    let count = Double(rows.extent)
    let distances = total.sums.map { $0 / count }
    var means = zip(distances, shift.scalars).map { Double($1) + $0 }
    var variances = zip(distances, total.products).map { max(0, $1 / count - $0 * $0) }
    if orientations > 1 {
      let common = meansOfOrientations(means)
      variances = meansOfOrientations(zip(variances, zip(means, common)).map { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
      means = common
    }
    return BatchStatistics(
      mean: Tensor(shift.shape, scalars: means.map { Float($0) }),
      variance: Tensor(shift.shape, scalars: variances.map { Float($0) }))
  }

  /// For every channel the mean over all its orientations.
  func meansOfOrientations(_ numbers: [Double]) -> [Double] {
    if orientations == 1 { return numbers }
    let fields = channels / orientations
    let means = (0..<fields).map { field in
      stride(from: field, to: channels, by: fields).reduce(0) { $0 + numbers[$1] } / Double(orientations)
    }
    return (0..<channels).map { means[$0 % fields] }
  }

  private func moments(of input: Tensor, about shift: Tensor) -> Tensor {
    withPointers(input, shift) { x, shift in
      gatherSums(chunks: rows.count) { chunk, sums, squares in
        let range = rows[chunk]
        gk_column_moments(x + range.lowerBound * channels, shift, range.count, channels, sums, squares)
      }
    }
  }

  /// The normalised values, without a pool.
  ///
  /// - Shape: input [..., C] → the same.
  func forward(_ input: Tensor, _ coefficients: NormCoefficients) -> Tensor {
    Tensor(uninitialized: shape) { y in
      withPointers(input) { x in
        withKernelArgument(coefficients) { norm in
          forEachChunk { start, count in gk_normalize(x + start, norm, y + start, count, channels) }
        }
      }
    }
  }

  /// Sums over all pixels of the gradient of the normalised values, and of its products with (input - mean).
  ///
  /// - Parameter choice: needed if there is a pool.
  func reductions(
    _ input: Tensor, _ dOutput: Tensor, _ coefficients: NormCoefficients, _ choice: PoolChoice?
  ) -> NormReductions {
    if let choice { return pooledReductions(input, dOutput, coefficients, choice) }
    let chunks = withPointers(input, dOutput) { x, dy in
      withKernelArgument(coefficients) { norm in
        gatherSums(chunks: rows.count) { chunk, sums, products in
          let start = rows[chunk].lowerBound * channels
          gk_normalize_gradient_sums(x + start, dy + start, norm, rows[chunk].count, channels, sums, products)
        }
      }
    }
    return NormReductions(chunks)
  }

  /// The gradient with respect to the values that came in, before a ReLU if they follow one; without a pool.
  func inputGradient(_ input: Tensor, _ dOutput: consuming Tensor, _ coefficients: NormCoefficients) -> Tensor {
    (consume dOutput).overwritten { dy, dx in
      withPointers(input) { x in
        withKernelArgument(coefficients) { norm in
          forEachChunk { start, count in
            gk_normalize_gradient(x + start, dy + start, norm, dx + start, count, channels)
          }
        }
      }
    }
  }

  /// Calls `body`, on all threads, with where each chunk of pixels begins, in floats, and how many pixels it has.
  private func forEachChunk(_ body: (_ start: Int, _ count: Int) -> Void) {
    Parallel.forEach(rows.count) { chunk in
      body(rows[chunk].lowerBound * channels, rows[chunk].count)
    }
  }

  /// Two sums for each channel of each chunk, [chunks, 2, C].
  func gatherSums(
    chunks: Int, _ body: (_ chunk: Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    Tensor(uninitialized: [chunks, 2, channels]) { sums in
      Parallel.forEach(chunks) { chunk in
        let target = sums + chunk * 2 * channels
        target.update(repeating: 0, count: 2 * channels)
        body(chunk, target, target + channels)
      }
    }
  }
}
