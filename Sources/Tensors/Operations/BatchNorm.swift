// Batch normalisation (Ioffe and Szegedy 2015) over all axes but the last.
internal import CKernels

/// Mean and biased variance of each channel of a batch.
///
/// - Shape: both [C].
public struct BatchStatistics: Sendable {
  /// Mean of each channel.
  public let mean: Tensor
  /// Mean squared deviation of each channel.
  public let variance: Tensor
}

/// Each channel shifted and scaled to the mean `offset` and the deviation `scale`, by the batch's own statistics.
///
/// - Shape: input [..., C], scale [C], offset [C] → [..., C].
public func batchNorm(
  _ input: Variable, scale: Variable, offset: Variable, epsilon: Float
) -> (output: Variable, statistics: BatchStatistics) {
  let rows = ChannelRows(input.shape, scale: scale.shape, offset: offset.shape)
  let statistics = rows.statistics(of: input.value)
  let mean = statistics.mean
  let deviation = statistics.variance.mapped { 1 / ($0 + epsilon).squareRoot() }
  let output = rows.normalized(
    input.value, scale: scale.value, offset: offset.value, mean: mean, inverseDeviation: deviation)
  let result = Variable.record(output, from: [input, scale, offset]) {
    [x = input.value, scale = scale.value] dOutput in
    let (sums, products) = rows.gradientSums(x, dOutput, mean: mean)
    let count = Float(rows.count)
    // dx = s d (dy - mean(dy) - (x - m) d² mean(dy (x - m))), d the inverse deviation.
    let a = scale.times(deviation)
    let b = a.times(deviation).times(deviation).times(products).times(Tensor(-1 / count))
    let c = a.times(sums).times(Tensor(-1 / count))
    return [rows.inputGradient(x, dOutput, mean: mean, a, b, c), products.times(deviation), sums]
  }
  return (result, statistics)
}

/// Each channel shifted and scaled by given statistics, as in inference.
///
/// - Shape: input [..., C]; scale, offset, mean and variance [C] → [..., C].
public func batchNorm(
  _ input: Variable, scale: Variable, offset: Variable, mean: Tensor, variance: Tensor, epsilon: Float
) -> Variable {
  let rows = ChannelRows(input.shape, scale: scale.shape, offset: offset.shape)
  let deviation = variance.mapped { 1 / ($0 + epsilon).squareRoot() }
  let output = rows.normalized(
    input.value, scale: scale.value, offset: offset.value, mean: mean, inverseDeviation: deviation)
  return Variable.record(output, from: [input, scale, offset]) { [x = input.value, scale = scale.value] dOutput in
    let (sums, products) = rows.gradientSums(x, dOutput, mean: mean)
    return [dOutput.times(scale.times(deviation)), products.times(deviation), sums]
  }
}

/// A tensor as rows of channels.
private struct ChannelRows: Sendable {
  let count: Int
  let channels: Int

  init(_ input: Shape, scale: Shape, offset: Shape) {
    precondition(
      input.rank >= 2 && scale == [input[-1]] && offset == scale,
      "batchNorm: input \(input), scale \(scale), offset \(offset)")
    channels = input[-1]
    count = input.count / max(1, channels)
    precondition(count > 0, "batchNorm: an empty input \(input)")
  }

  /// Rows of one task: a piece of the input that a core's own cache holds.
  private var grain: Int { max(1, Parallel.elementGrain / channels) }
  private var pieces: Int { Parallel.pieces(count, grain: grain) }

  func statistics(of input: Tensor) -> BatchStatistics {
    // Deviations are taken from the first row, so that a mean far from zero costs the variance no digits.
    let (sums, squares) = columnSums { rows, sums, squares in
      gk_column_moments(
        input.pointer + rows.lowerBound * channels, input.pointer, rows.count, channels, sums, squares)
    }
    withExtendedLifetime(input) {}
    let moments = (0..<channels).map { channel -> (mean: Float, variance: Float) in
      let shift = sums[channel] / Double(count)
      let variance = max(0, squares[channel] / Double(count) - shift * shift)
      return (Float(Double(input.pointer[channel]) + shift), Float(variance))
    }
    return BatchStatistics(
      mean: Tensor([channels], scalars: moments.map(\.mean)),
      variance: Tensor([channels], scalars: moments.map(\.variance)))
  }

  func normalized(_ input: Tensor, scale: Tensor, offset: Tensor, mean: Tensor, inverseDeviation: Tensor) -> Tensor {
    let factor = scale.times(inverseDeviation)
    let term = offset.combined(with: factor.times(mean)) { $0 - $1 }
    return Tensor(input.shape) { buffer in
      guard let output = buffer.baseAddress else { return }
      Parallel.forEachRange(count, grain: grain) { rows in
        let start = rows.lowerBound * channels
        gk_scale_rows(input.pointer + start, factor.pointer, term.pointer, output + start, rows.count, channels)
      }
      withExtendedLifetime((input, factor, term)) {}
    }
  }

  /// Sums over rows of dOutput and of dOutput (input - mean).
  func gradientSums(_ input: Tensor, _ dOutput: Tensor, mean: Tensor) -> (sums: Tensor, products: Tensor) {
    let (sums, products) = columnSums { rows, sums, products in
      let start = rows.lowerBound * channels
      gk_norm_gradient_sums(
        input.pointer + start, dOutput.pointer + start, mean.pointer, rows.count, channels, sums, products)
    }
    withExtendedLifetime((input, dOutput, mean)) {}
    return (
      Tensor([channels], scalars: sums.map { Float($0) }), Tensor([channels], scalars: products.map { Float($0) })
    )
  }

  /// dOutput a + (input - mean) b + c, for vectors a, b, c of one value a channel.
  func inputGradient(
    _ input: Tensor, _ dOutput: consuming Tensor, mean: Tensor, _ a: Tensor, _ b: Tensor, _ c: Tensor
  ) -> Tensor {
    var dInput = consume dOutput
    dInput.withUnsafeMutableBuffer { buffer in
      guard let d = buffer.baseAddress else { return }
      Parallel.forEachRange(count, grain: grain) { rows in
        let start = rows.lowerBound * channels
        gk_norm_gradient(
          input.pointer + start, d + start, mean.pointer, a.pointer, b.pointer, c.pointer, d + start, rows.count,
          channels)
      }
    }
    withExtendedLifetime((input, mean, a, b, c)) {}
    return dInput
  }

  /// Two sums a channel, gathered by pieces of rows and added in double precision in the order of the pieces.
  private func columnSums(
    _ body: (_ rows: Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> ([Double], [Double]) {
    let partial = Tensor([pieces, 2, channels]) { buffer in
      guard let sums = buffer.baseAddress else { return }
      Parallel.forEachRange(count, grain: grain) { rows in
        let target = sums + rows.lowerBound / grain * 2 * channels
        body(rows, target, target + channels)
      }
    }
    var totals = [Double](repeating: 0, count: 2 * channels)
    partial.withUnsafeBuffer { buffer in
      for (index, value) in buffer.enumerated() { totals[index % totals.count] += Double(value) }
    }
    return (Array(totals[..<channels]), Array(totals[channels...]))
  }
}
