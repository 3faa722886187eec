// Images of another size: every pixel a weighted sum of pixels, by rows and by columns.
internal import CKernels

/// How the pixels of a larger or smaller image are made.
public enum Interpolation: Sendable, Hashable {
  /// The pixel that the new one lies on; PyTorch's "nearest".
  case nearest
  /// A weighted mean of the four pixels around the new one's centre; PyTorch's "bilinear" with `align_corners` false.
  case bilinear
}

/// For every index of a resampled axis, the source's indices that it reads and their weights.
struct AxisTaps: Sendable {
  /// Extents of the source and of the result.
  let source, target: Int
  // The taps of index i are those from starts[i] to starts[i + 1].
  private let starts: [Int]
  private let indices: [Int]
  private let weights: [Float]

  init(source: Int, target: Int, _ interpolation: Interpolation) {
    let taps = (0..<target).map { index -> [(index: Int, weight: Float)] in
      switch interpolation {
      case .nearest:
        return [(index * source / target, 1)]
      case .bilinear:
        // The centre of the new pixel, in pixels of the source between the centres of two of them.
        let center = max(0, (Double(index) + 0.5) * Double(source) / Double(target) - 0.5)
        let first = min(Int(center), source - 1)
        let share = Float(center - Double(first))
        guard first + 1 < source, share > 0 else { return [(first, 1)] }
        return [(first, 1 - share), (first + 1, share)]
      }
    }
    self.init(source: source, target: target, taps)
  }

  private init(source: Int, target: Int, _ taps: [[(index: Int, weight: Float)]]) {
    self.source = source
    self.target = target
    starts = taps.reduce(into: [0]) { starts, taps in starts.append((starts.last ?? 0) + taps.count) }
    indices = taps.flatMap { $0.map(\.index) }
    weights = taps.flatMap { $0.map(\.weight) }
  }

  /// The taps of the reverse: what every index of the source gives to the target, taken back from there.
  var transposed: AxisTaps {
    var taps = [[(index: Int, weight: Float)]](repeating: [], count: source)
    for index in 0..<target {
      forEachTap(of: index) { taps[$0].append((index, $1)) }
    }
    return AxisTaps(source: target, target: source, taps)
  }

  /// Calls `body` with the taps of an index in their order.
  private func forEachTap(of index: Int, _ body: (_ index: Int, _ weight: Float) -> Void) {
    for tap in starts[index]..<starts[index + 1] { body(indices[tap], weights[tap]) }
  }

  /// One row between rows of an image; in `sums`, or in the image where it is one of its rows.
  func blendedRow(
    _ row: Int, of image: UnsafePointer<Float>, line: Int, into sums: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let taps = starts[row]..<starts[row + 1]
    if taps.count == 1, weights[taps.lowerBound] == 1 { return image + indices[taps.lowerBound] * line }
    indices.withUnsafeBufferPointer { indices in
      weights.withUnsafeBufferPointer { weights in
        gk_blend_rows(
          image, indices.baseAddress?.advanced(by: taps.lowerBound), weights.baseAddress?.advanced(by: taps.lowerBound),
          taps.count, sums, line)
      }
    }
    return UnsafePointer(sums)
  }

  /// A row of pixels between those of `line`.
  func blendPixels(of line: UnsafePointer<Float>, channels: Int, into target: UnsafeMutablePointer<Float>) {
    gk_blend_pixels(line, starts, indices, weights, target, self.target, channels)
  }
}

/// A map from images to images of another size.
struct Resampling: Sendable {
  let rows, columns: AxisTaps

  /// The reverse map, for gradients.
  var transposed: Resampling { Resampling(rows: rows.transposed, columns: columns.transposed) }

  /// - Shape: input [N, H, W, C] → [N, OH, OW, C].
  func apply(_ input: Tensor) -> Tensor {
    let (batch, channels) = (input.shape[0], input.shape[3])
    let line = columns.source * channels
    let targetLine = columns.target * channels
    return Tensor([batch, rows.target, columns.target, channels]) { output in
      guard let target = output.baseAddress, output.count > 0 else { return }
      Parallel.forEachRange(batch * rows.target, grain: max(1, Parallel.elementGrain / max(line, targetLine, 1))) {
        range in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: max(line, 1)) { sums in
          guard let sums = sums.baseAddress else { return }
          for index in range {
            let (image, row) = index.quotientAndRemainder(dividingBy: rows.target)
            let start = input.pointer + image * rows.source * line
            let source = rows.blendedRow(row, of: start, line: line, into: sums)
            columns.blendPixels(of: source, channels: channels, into: target + index * targetLine)
          }
        }
      }
      withExtendedLifetime(input) {}
    }
  }
}
