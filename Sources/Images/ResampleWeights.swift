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

/// One axis of a separable resize: output `i` is the sum over `t` < `taps` of `weights[i · stride + t]` · input[`starts[i]` + t].
struct ResampleWeights {
  let taps: Int
  /// `taps` rounded up to a multiple of four; the weights between are zero.
  let stride: Int
  let starts: [Int]
  let weights: [Float]

  init(from inputCount: Int, to outputCount: Int, by filter: ResizeFilter) {
    let ratio = Double(inputCount) / Double(outputCount)
    let ranges = (0..<outputCount).map { Self.range($0, ratio, inputCount, filter) }
    let taps = ranges.reduce(1) { max($0, $1.count) }
    let stride = (taps + 3) / 4 * 4
    self.taps = taps
    self.stride = stride
    // All pixels have the same number of taps; those with fewer have zeros, on the left at the end of the line.
    let starts = ranges.map { min($0.lowerBound, inputCount - taps) }
    self.starts = starts
    weights = [Float](unsafeUninitializedCapacity: outputCount * stride) { weights, count in
      weights.initialize(repeating: 0)
      count = weights.count
      withUnsafeTemporaryAllocation(of: Double.self, capacity: taps) { line in
        for (index, range) in ranges.enumerated() {
          var sum = 0.0
          for (tap, place) in range.enumerated() {
            line[tap] = Self.weight(of: place, index, ratio, inputCount, filter)
            sum += line[tap]
          }
          let first = index * stride + range.lowerBound - starts[index]
          for tap in 0..<range.count { weights[first + tap] = Float(line[tap] / sum) }
        }
      }
    }
  }

  /// The pixels of the line that pixel `index` of the resized line is made of.
  private static func range(_ index: Int, _ ratio: Double, _ count: Int, _ filter: ResizeFilter) -> Range<Int> {
    switch filter {
    case .area:
      let low = Double(index) * ratio
      let start = min(Int(low + 1e-6), count - 1)
      return start..<max(min(Int((low + ratio - 1e-6).rounded(.up)), count), start + 1)
    case .bicubic:
      let (center, reach) = ((Double(index) + 0.5) * ratio, 2 * max(ratio, 1))
      return max(Int(center - reach + 0.5), 0)..<min(Int(center + reach + 0.5), count)
    }
  }

  /// How much of a pixel in that range there is, in no unit.
  private static func weight(
    of place: Int, _ index: Int, _ ratio: Double, _ count: Int, _ filter: ResizeFilter
  ) -> Double {
    switch filter {
    case .area:
      let low = Double(index) * ratio
      return max(min(Double(place + 1), low + ratio, Double(count)) - max(Double(place), low), 0)
    case .bicubic:
      return cubic((Double(place) + 0.5 - (Double(index) + 0.5) * ratio) / max(ratio, 1))
    }
  }

  /// Keys 1981 with a = -0.5.
  private static func cubic(_ distance: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
    if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
    return 0
  }
}
