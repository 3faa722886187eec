// Which pixels of a line make up each pixel of the resized line, and how much of each.
internal import Foundation

/// How an image is resized.
public enum ResizeFilter: String, Sendable, Equatable, Codable, CaseIterable {
  /// Every pixel is the mean of the area it covers, in both directions of size: OpenCV's INTER_AREA.
  ///
  /// Within one level of OpenCV where both sides shrink or both grow. Where one grows, OpenCV only interpolates along the
  /// other; this filter still averages.
  case area
  /// Keys' cubic convolution with a = -0.5, stretched by the ratio when shrinking: Pillow's BICUBIC, within one level.
  case bicubic
}

/// One axis of a separable resize: output `i` is the sum over `t` < `taps` of `weights[i · taps + t]` · input[`starts[i]` + t].
struct ResampleWeights {
  let taps: Int
  let starts: [Int]
  let weights: [Float]

  init(from inputCount: Int, to outputCount: Int, by filter: ResizeFilter) {
    let ratio = Double(inputCount) / Double(outputCount)
    let lines = (0..<outputCount).map { index in
      switch filter {
      case .area: Self.area(index, ratio, inputCount)
      case .bicubic: Self.bicubic(index, ratio, inputCount)
      }
    }
    let taps = lines.reduce(1) { max($0, $1.weights.count) }
    self.taps = taps
    // All outputs have the same number of taps; those with fewer are padded with zeros, on the left at the end of the line.
    starts = lines.map { min($0.start, inputCount - taps) }
    weights = zip(lines, starts).flatMap { line, start in
      let before = [Float](repeating: 0, count: line.start - start)
      let after = [Float](repeating: 0, count: taps - before.count - line.weights.count)
      return before + line.weights + after
    }
  }

  private typealias Line = (start: Int, weights: [Float])

  private static func area(_ index: Int, _ ratio: Double, _ count: Int) -> Line {
    let low = Double(index) * ratio
    let high = min(low + ratio, Double(count))
    let start = min(Int(low + 1e-6), count - 1)
    let end = max(min(Int((high - 1e-6).rounded(.up)), count), start + 1)
    let covered = (start..<end).map { max(min(Double($0 + 1), high) - max(Double($0), low), 0) }
    return normalized(start, covered)
  }

  private static func bicubic(_ index: Int, _ ratio: Double, _ count: Int) -> Line {
    let stretch = max(ratio, 1)
    let center = (Double(index) + 0.5) * ratio
    let start = max(Int(center - 2 * stretch + 0.5), 0)
    let end = min(Int(center + 2 * stretch + 0.5), count)
    return normalized(start, (start..<end).map { cubic((Double($0) + 0.5 - center) / stretch) })
  }

  /// Keys 1981 with a = -0.5.
  private static func cubic(_ distance: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
    if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
    return 0
  }

  private static func normalized(_ start: Int, _ weights: [Double]) -> Line {
    let sum = weights.reduce(0, +)
    return (start, weights.map { Float($0 / sum) })
  }
}
