// Batch normalisation together with the activation before or after it, and with the max-pool behind it.
internal import CKernels

/// The range that an activation limits values to.
public struct Rectification: Sendable, Hashable {
  /// Smallest value that is let through.
  public let lower: Float
  /// Largest value that is let through.
  public let upper: Float

  /// Everything is let through.
  public static let none = Rectification(lower: -.infinity, upper: .infinity)
  /// max(x, 0).
  public static let relu = Rectification(lower: 0, upper: .infinity)
  /// min(max(x, 0), 6).
  public static let relu6 = Rectification(lower: 0, upper: 6)
}

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
      self.scale = scale.times(inverseDeviation)
      self.offset = offset.combined(with: self.scale.times(mean)) { $0 - $1 }
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

  private func withDescription(
    of c: Coefficients, _ body: (_ description: UnsafePointer<gk_normalization>) -> Void
  ) {
    var description = gk_normalization(
      scale: c.scale.pointer, offset: c.offset.pointer, mean: c.mean.pointer, slope: c.slope?.pointer,
      level: c.level?.pointer, lower: rectification.lower, upper: rectification.upper,
      floor: followsReLU ? 0 : -.infinity)
    body(&description)
    withExtendedLifetime(c) {}
  }

  /// Mean and variance of each channel, from sums gathered while `input` was computed, or else by a pass over it.
  ///
  /// - Parameter gathered: sums of deviations from `shift` and of their squares, [pieces, 2, C].
  func statistics(of input: Tensor, gathered: (moments: Tensor, shift: Tensor)?) -> BatchStatistics {
    // Deviations are taken from a value near the mean, here the first row, so that a mean far from zero costs the
    // variance no digits.
    let shift = gathered?.shift ?? Tensor([channels]) { _ = $0.initialize(from: input.scalars(first: channels)) }
    let (sums, squares) = Self.total(gathered?.moments ?? moments(of: input, about: shift))
    let moments = (0..<channels).map { channel -> (mean: Float, variance: Float) in
      let distance = sums[channel] / Double(rows)
      let variance = max(0, squares[channel] / Double(rows) - distance * distance)
      return (Float(Double(shift.pointer[channel]) + distance), Float(variance))
    }
    return BatchStatistics(
      mean: Tensor([channels], scalars: moments.map(\.mean)),
      variance: Tensor([channels], scalars: moments.map(\.variance)))
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
  ) -> (sums: [Double], products: [Double]) {
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
        sums.update(repeating: 0, count: 2 * channels)
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

  /// The gradient with respect to the values that came in, before a ReLU if they follow one.
  func inputGradient(
    _ input: Tensor, _ dOutput: consuming Tensor, _ coefficients: Coefficients, _ choice: Choice?
  ) -> Tensor {
    guard let choice else {
      var dInput = consume dOutput
      dInput.withUnsafeMutableBuffer { buffer in
        guard let d = buffer.baseAddress else { return }
        withDescription(of: coefficients) { description in
          Parallel.forEachRange(rows, grain: grain) { range in
            let start = range.lowerBound * channels
            gk_normalize_gradient(input.pointer + start, d + start, description, d + start, range.count, channels)
          }
        }
      }
      withExtendedLifetime(input) {}
      return dInput
    }
    let which = UnsafeRawPointer(choice.pointer).assumingMemoryBound(to: UInt8.self)
    let pooledGradient = consume dOutput
    return Tensor(shape) { buffer in
      guard let dInput = buffer.baseAddress else { return }
      withDescription(of: coefficients) { description in
        Parallel.forEach(shape[0]) { image in
          forEachPooledRow(of: image) { source, target in
            gk_normalize_pool_gradient(
              input.pointer + source, shape[2] * channels, Int32(poolSize), pooledGradient.pointer + target,
              which + target, description, dInput + source, pooled.width, channels)
          }
          fillUnpooled(of: image, input, description, dInput)
        }
      }
      withExtendedLifetime((input, choice, pooledGradient)) {}
    }
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
        body(piece, target, target + channels)
      }
    }
  }

  /// The sums of all pieces.
  private static func total(_ partial: Tensor) -> ([Double], [Double]) {
    let channels = partial.shape[2]
    var totals = [Double](repeating: 0, count: 2 * channels)
    partial.withUnsafeBuffer { buffer in
      for start in stride(from: 0, to: buffer.count, by: totals.count) {
        for index in totals.indices { totals[index] += Double(buffer[start + index]) }
      }
    }
    return (Array(totals[..<channels]), Array(totals[channels...]))
  }
}

extension Tensor {
  fileprivate func scalars(first count: Int) -> [Float] { withUnsafeBuffer { Array($0[..<count]) } }
}
