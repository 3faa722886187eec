// Weighted sums of rows and pixels against sums over their taps, one after the other.
import CKernels
import TestSupport
import Tensors
import Testing

@Suite struct ResamplingTests {
  private static let taps: [(indices: [Int], weights: [Float])] = [
    ([2], [1]), ([0], [0.5]), ([], []), ([1, 3], [0.25, 0.75]), ([0, 1, 4], [0.5, 0.25, -1]),
  ]

  private static func expected(_ x: [Float], _ tap: (indices: [Int], weights: [Float]), width: Int) -> [Float] {
    (0..<width).map { position in
      if tap.weights == [1] { return x[tap.indices[0] * width + position] }
      return zip(tap.indices, tap.weights).reduce(0) { $0 + $1.1 * x[$1.0 * width + position] }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 21, 64]) func blends(width: Int) {
    var x = Tensor.random([5 * width], seed: 1).scalars
    // A copy keeps it, a sum does not.
    x[2 * width] = -0.0
    for tap in Self.taps {
      var y = [Float](repeating: -7, count: width + 1)
      gk_blend_rows(x, tap.indices, tap.weights, tap.indices.count, &y, width)
      #expect(y.map(\.bitPattern) == (Self.expected(x, tap, width: width) + [-7]).map(\.bitPattern))
    }
    var starts = [0]
    for tap in Self.taps { starts.append((starts.last ?? 0) + tap.indices.count) }
    var y = [Float](repeating: -7, count: Self.taps.count * width + 1)
    gk_blend_pixels(
      x, starts, Self.taps.flatMap(\.indices), Self.taps.flatMap(\.weights), &y, Self.taps.count, width)
    let expected: [Float] = Self.taps.flatMap { Self.expected(x, $0, width: width) } + [-7]
    #expect(y.map(\.bitPattern) == expected.map(\.bitPattern))
  }
}
