// Batch normalisation together with the activation before or after it, and with the max-pool behind it.
internal import CKernels

/// Normalisation of every channel of a batch of images, and what is done to the values before and after.
///
/// Each of its passes goes over memory once. Sums over pixels are gathered in pieces that depend on the shape alone and
/// added in double precision, in their order.
struct BlockNormalization: Sendable {
  /// - Shape: [..., C].
  let shape: Shape
  /// Whether the values to be normalised are the positive part of others, whose gradient is wanted.
  var followsReLU = false
  /// What limits the normalised values.
  var rectification = Rectification.none
  /// Side of the windows of a max-pool behind all; 1 means none. Needs a shape [N, H, W, C] and no rectification.
  var poolSize = 1

  /// Everything about the channels that the passes need, in the order of ``gk_normalization``.
  struct Coefficients: Sendable {
    let scale, offset, mean: Tensor
    var slope: Tensor?
    var level: Tensor?

    /// Normalisation to deviation `scale` and mean `offset`.
    init(scale: Tensor, offset: Tensor, mean: Tensor, inverseDeviation: Tensor) {
      self.scale = scale * inverseDeviation
      self.offset = offset - self.scale * mean
      self.mean = mean
    }
  }

  /// Which pixel of its window each pooled value came from, four to a float.
  typealias Choice = Tensor

  private var channels: Int { shape[-1] }
  private var rows: Int { shape.count / channels }

  /// Rows of one piece: as much as a core's own cache holds.
  private var grain: Int { max(1, Parallel.elementGrain / channels) }

  private var pooled: (height: Int, width: Int) { (shape[1] / poolSize, shape[2] / poolSize) }

  var outputShape: Shape {
    poolSize == 1 ? shape : [shape[0], pooled.height, pooled.width, channels]
  }

  func withDescription(
    of c: Coefficients, _ body: (_ description: UnsafePointer<gk_normalization>) -> Void
  ) {
    var description = description(of: c)
    body(&description)
    withExtendedLifetime(c) {}
  }

  /// What kernels are told; valid while the coefficients live.
  func description(of c: Coefficients) -> gk_normalization {
    gk_normalization(
      scale: c.scale.pointer, offset: c.offset.pointer, mean: c.mean.pointer, slope: c.slope?.pointer,
      level: c.level?.pointer, lower: rectification.lower, upper: rectification.upper,
      floor: followsReLU ? 0 : -.infinity)
  }

  /// Mean and variance of each channel, from sums gathered while `input` was computed, or else by a pass over it.
  ///
  /// - Parameter gathered: sums of deviations from `shift` and of their squares, [pieces, 2, C].
  func statistics(of input: Tensor, gathered: (moments: Tensor, shift: Tensor)?) -> BatchStatistics {
    if let gathered {
      let statistics = Self.statistics(gathered.moments, about: gathered.shift, rows: rows)
      // The variance is a difference of two sums; where the shift was far from the mean, its digits are lost.
      let isAccurate = (0..<channels).allSatisfy { channel in
        let distance = statistics.mean.pointer[channel] - gathered.shift.pointer[channel]
        return distance * distance <= 64 * statistics.variance.pointer[channel]
      }
      if isAccurate { return statistics }
    }
    let firstRow = input.withUnsafeBuffer { Tensor([channels], scalars: Array($0[..<channels])) }
    return Self.statistics(moments(of: input, about: firstRow), about: firstRow, rows: rows)
  }

  private static func statistics(_ moments: Tensor, about shift: Tensor, rows: Int) -> BatchStatistics {
    let total = total(moments)
    let distances = total.sums.map { $0 / Double(rows) }
    let means = zip(distances, shift.scalars).map { Float(Double($1) + $0) }
    let variances = zip(distances, total.products).map { Float(max(0, $1 / Double(rows) - $0 * $0)) }
    return BatchStatistics(
      mean: Tensor(shift.shape, scalars: means), variance: Tensor(shift.shape, scalars: variances))
  }

  private func moments(of input: Tensor, about shift: Tensor) -> Tensor {
    gather(pieces: Parallel.pieces(rows, grain: grain)) { piece, sums, squares in
      let range = piece * grain..<min(rows, (piece + 1) * grain)
      gk_column_moments(
        input.pointer + range.lowerBound * channels, shift.pointer, range.count, channels, sums, squares)
    }
  }

  /// - Shape: input [..., C] → [..., C], or [N, H / poolSize, W / poolSize, C] with the choice.
  func forward(_ input: Tensor, _ coefficients: Coefficients) -> (output: Tensor, choice: Choice?) {
    guard poolSize > 1 else {
      let output = Tensor(shape) { buffer in
        guard let output = buffer.baseAddress else { return }
        withDescription(of: coefficients) { description in
          Parallel.forEachRange(rows, grain: grain) { range in
            let start = range.lowerBound * channels
            gk_normalize(input.pointer + start, description, output + start, range.count, channels)
          }
        }
        withExtendedLifetime(input) {}
      }
      return (output, nil)
    }
    var output: Tensor?
    let choice = Tensor([(outputShape.count + 3) / 4]) { choices in
      guard let choices = choices.baseAddress else { return }
      let which = UnsafeMutableRawPointer(choices).assumingMemoryBound(to: UInt8.self)
      output = Tensor(outputShape) { buffer in
        guard let output = buffer.baseAddress else { return }
        withDescription(of: coefficients) { description in
          forEachPooledRow { source, target in
            gk_normalize_pool(
              input.pointer + source, shape[2] * channels, Int32(poolSize), description, output + target,
              which + target, pooled.width, channels)
          }
        }
      }
    }
    withExtendedLifetime(input) {}
    return (output ?? Tensor(outputShape, repeating: 0), choice)
  }

  /// Sums over all pixels of the gradient of the normalised values, and of its products with (input - mean).
  func gradientSums(
    _ input: Tensor, _ dOutput: Tensor, _ coefficients: Coefficients, _ choice: Choice?
  ) -> GradientSums {
    var partial: Tensor?
    withDescription(of: coefficients) { description in
      guard let choice else {
        partial = gather(pieces: Parallel.pieces(rows, grain: grain)) { piece, sums, products in
          let start = piece * grain
          gk_normalize_gradient_sums(
            input.pointer + start * channels, dOutput.pointer + start * channels, description,
            min(grain, rows - start), channels, sums, products)
        }
        return
      }
      let which = UnsafeRawPointer(choice.pointer).assumingMemoryBound(to: UInt8.self)
      partial = gather(pieces: shape[0]) { image, sums, products in
        forEachPooledRow(of: image) { source, target in
          gk_normalize_pool_gradient_sums(
            input.pointer + source, shape[2] * channels, Int32(poolSize), dOutput.pointer + target, which + target,
            description, pooled.width, channels, sums, products)
        }
      }
    }
    withExtendedLifetime((input, dOutput, choice)) {}
    return Self.total(partial ?? Tensor([0, 2, channels], scalars: []))
  }

  /// The gradient with respect to the values that came in, before a ReLU if they follow one; without a pool.
  func inputGradient(_ input: Tensor, _ dOutput: consuming Tensor, _ coefficients: Coefficients) -> Tensor {
    (consume dOutput).overwritten { dOutput, dInput in
      withDescription(of: coefficients) { description in
        Parallel.forEachRange(rows, grain: grain) { range in
          let start = range.lowerBound * channels
          gk_normalize_gradient(
            input.pointer + start, dOutput + start, description, dInput + start, range.count, channels)
        }
      }
      withExtendedLifetime(input) {}
    }
  }

  /// The same with a pool, and the gradient's sums over the pixels of each image, taken while they are in the cache.
  ///
  /// - Shape: → [N, H, W, C] and [N, C].
  func pooledInputGradient(
    _ input: Tensor, _ dOutput: Tensor, _ coefficients: Coefficients, _ choice: Choice
  ) -> (dInput: Tensor, shares: Tensor) {
    let which = UnsafeRawPointer(choice.pointer).assumingMemoryBound(to: UInt8.self)
    let (height, rowSize) = (shape[1], shape[2] * channels)
    var shares = Tensor([shape[0], channels], repeating: 0)
    let dInput = Tensor(shape) { buffer in
      shares.withUnsafeMutableBuffer { shares in
        guard let dInput = buffer.baseAddress, let shares = shares.baseAddress else { return }
        withDescription(of: coefficients) { description in
          Parallel.forEach(shape[0]) { image in
            func addShare(_ start: Int, rows: Int) {
              withUnsafeTemporaryAllocation(of: Float.self, capacity: channels) { sums in
                guard let sums = sums.baseAddress else { return }
                gk_column_sums(dInput + start, rows * shape[2], channels, sums)
                gk_accumulate(shares + image * channels, sums, channels)
              }
            }
            fillUnpooled(of: image, input, description, dInput)
            forEachPooledRow(of: image) { source, target in
              gk_normalize_pool_gradient(
                input.pointer + source, rowSize, Int32(poolSize), dOutput.pointer + target, which + target, description,
                dInput + source, pooled.width, channels)
              addShare(source, rows: poolSize)
            }
            let pooledRows = pooled.height * poolSize
            addShare((image * height + pooledRows) * rowSize, rows: height - pooledRows)
          }
        }
      }
      withExtendedLifetime((input, choice, dOutput)) {}
    }
    return (dInput, shares)
  }

  /// The gradient where the windows leave pixels over, at the right and at the bottom: these count in the statistics only.
  private func fillUnpooled(
    of image: Int, _ input: Tensor, _ description: UnsafePointer<gk_normalization>,
    _ dInput: UnsafeMutablePointer<Float>
  ) {
    let (height, width) = (shape[1], shape[2])
    for row in 0..<height {
      let first = row < pooled.height * poolSize ? pooled.width * poolSize : 0
      guard first < width else { continue }
      let start = ((image * height + row) * width + first) * channels
      (dInput + start).update(repeating: 0, count: (width - first) * channels)
      gk_normalize_gradient(input.pointer + start, dInput + start, description, dInput + start, width - first, channels)
    }
  }

  /// Calls `body`, on all threads, with where each row of windows begins in the input and in the output.
  private func forEachPooledRow(_ body: (_ source: Int, _ target: Int) -> Void) {
    Parallel.forEach(shape[0]) { forEachPooledRow(of: $0, body) }
  }

  private func forEachPooledRow(of image: Int, _ body: (_ source: Int, _ target: Int) -> Void) {
    for row in 0..<pooled.height {
      body(
        (image * shape[1] + row * poolSize) * shape[2] * channels,
        (image * pooled.height + row) * pooled.width * channels)
    }
  }

  /// Two sums a channel for each piece, [pieces, 2, C].
  private func gather(
    pieces: Int, _ body: (_ piece: Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    Tensor([pieces, 2, channels]) { buffer in
      guard let sums = buffer.baseAddress else { return }
      Parallel.forEach(pieces) { piece in
        let target = sums + piece * 2 * channels
        target.update(repeating: 0, count: 2 * channels)
        body(piece, target, target + channels)
      }
    }
  }

  /// The sums of all pieces.
  ///
  /// - Shape: [pieces, 2, C].
  static func total(_ partial: Tensor) -> GradientSums {
    let channels = partial.shape[2]
    var totals = [Double](repeating: 0, count: 2 * channels)
    partial.withUnsafeBuffer { buffer in
      for start in stride(from: 0, to: buffer.count, by: totals.count) {
        for index in totals.indices { totals[index] += Double(buffer[start + index]) }
      }
    }
    return GradientSums(sums: Array(totals[..<channels]), products: Array(totals[channels...]))
  }
}
