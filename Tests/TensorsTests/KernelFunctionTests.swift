// The kernels of functions of one number: how precise they are, which bits they have, and where they stop.
import CKernels
import Foundation
import TestSupport
import Tensors
import Testing

@Suite struct KernelFunctionTests {
  typealias Kernel = @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  typealias Slope =
    @Sendable (
      UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int
    ) -> Void

  /// A kernel, the function in double precision, and how many units in the last place the two may differ by.
  private struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let tolerance: Double
    let kernel: Kernel
    let function: @Sendable (Double) -> Double
    /// Of the results for ``sample``.
    let hash: UInt64
    var testDescription: String { name }
  }

  private static let cases = [
    Case(
      name: "exp", tolerance: 0.503, kernel: { gk_exponential($0, $1, $2) }, function: { exp($0) },
      hash: 0x7f20_ec41_dfec_a171),
    Case(
      name: "log", tolerance: 0.501, kernel: { gk_logarithm($0, $1, $2) }, function: { log($0) },
      hash: 0x91fa_181d_e5f9_ee25),
    Case(
      name: "log1p", tolerance: 0.501, kernel: { gk_logarithm_near_one($0, $1, $2) }, function: { log1p($0) },
      hash: 0x1213_f3e6_f01b_8b12),
    Case(
      name: "tanh", tolerance: 0.504, kernel: { gk_hyperbolic_tangent($0, $1, $2) }, function: { tanh($0) },
      hash: 0xf082_3661_f83b_bdaf),
    Case(
      name: "elu", tolerance: 0.504, kernel: { gk_elu($0, 1, $1, $2) }, function: { $0 > 0 ? $0 : expm1($0) },
      hash: 0xa71d_a67c_ebe2_c6c6),
    Case(
      name: "logistic", tolerance: 2.5, kernel: { gk_logistic($0, $1, $2) }, function: { 1 / (1 + exp(-$0)) },
      hash: 0xb192_1c44_c241_4c77),
    Case(
      name: "softplus", tolerance: 2, kernel: { gk_softplus($0, $1, $2) },
      function: { log1p(exp(-abs($0))) + max($0, 0) }, hash: 0xc1fd_bb68_49f8_0ba7),
    // Below the smallest normal number, what the logistic function lacks is multiplied.
    Case(
      name: "silu", tolerance: 60, kernel: { gk_silu($0, $1, $2) }, function: { $0 / (1 + exp(-$0)) },
      hash: 0x026a_e569_8cd3_65ff),
    Case(
      name: "gelu", tolerance: 10, kernel: { gk_gelu($0, $1, $2) },
      function: { $0 == -.infinity ? .nan : $0 * erfc(-$0 * 0.5.squareRoot()) / 2 }, hash: 0xbbc8_3f13_3e92_c1c9),
  ]

  /// Numbers of all sizes, in the order of their bits, and those on which functions turn.
  private static let sample: [Float] =
    stride(from: UInt32(0), through: .max - 30_011, by: 30_011).map { Float(bitPattern: $0) }
    + [0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 88.722_84, -103.972_08]

  private static func results(_ kernel: Kernel, _ x: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: x.count) { y, count in
      if let target = y.baseAddress { kernel(x, target, x.count) }
      count = x.count
    }
  }

  /// Units in the last place of `expected` between the two.
  private static func distance(_ found: Float, _ expected: Double) -> Double {
    if found.isNaN || expected.isNaN { return found.isNaN && expected.isNaN ? 0 : .infinity }
    if !Float(expected).isFinite { return found == Float(expected) ? 0 : .infinity }
    let unit = max(
      Double(Float.leastNonzeroMagnitude), Foundation.scalbn(1, expected == 0 ? -200 : Int(expected.exponent) - 23))
    return abs(Double(found) - expected) / unit
  }

  @Test(arguments: cases) private func areAsPreciseAsTheySay(_ test: Case) {
    var worst = (x: Float(0), distance: 0.0)
    for (x, y) in zip(Self.sample, Self.results(test.kernel, Self.sample)) {
      let distance = Self.distance(y, test.function(Double(x)))
      if distance > worst.distance { worst = (x, distance) }
    }
    #expect(worst.distance <= test.tolerance, "at \(worst.x)")
  }

  /// Every set of kernels has the same bits, on every processor.
  @Test(arguments: cases) private func haveTheBitsThatTheyHad(_ test: Case) {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for y in Self.results(test.kernel, Self.sample) {
      hash = (hash ^ UInt64(y.isNaN ? 0 : y.bitPattern)) &* 1_099_511_628_211
    }
    #expect(hash == test.hash)
  }

  /// Vectors are filled or not: the result is the same, and nothing is written behind it.
  @Test(arguments: cases) private func endsWithinVectors(_ test: Case) {
    let x = Array(Tensor.random([40], in: -4...4, seed: 1).scalars)
    let single = x.map { Self.results(test.kernel, [$0])[0].bitPattern }
    for count in 0...33 {
      var y = [Float](repeating: 7, count: 40)
      test.kernel(x, &y, count)
      #expect(y[..<count].map(\.bitPattern) == single[..<count].map { $0 })
      #expect(y[count...].allSatisfy { $0 == 7 })
    }
  }

  /// The derivatives end where the values do, and may be written over the gradients that they are multiplied by.
  @Test func gradientsEndWithinVectors() {
    let slopes: [Slope] = [
      { gk_softplus_gradient($0, $1, $2, $3) }, { gk_silu_gradient($0, $1, $2, $3) },
      { gk_gelu_gradient($0, $1, $2, $3) }, { gk_gelu_tanh_gradient($0, $1, $2, $3) },
      { gk_elu_gradient($0, $1, 1, $2, $3) },
    ]
    let x = Array(Tensor.random([40], in: -4...4, seed: 1).scalars)
    for slope in slopes {
      var all = [Float](repeating: 0, count: 40)
      slope(x, [Float](repeating: 0.5, count: 40), &all, 40)
      for count in 0...33 {
        var dx = [Float](repeating: 0.5, count: 40)
        dx.withUnsafeMutableBufferPointer { buffer in
          guard let start = buffer.baseAddress else { return }
          slope(x, start, start, count)
        }
        #expect(dx[..<count] == all[..<count] && dx[count...].allSatisfy { $0 == 0.5 })
      }
    }
  }

  #if canImport(Glibc)
    /// What networks were trained with: the C library's functions, one number at a time.
    @Test func haveTheCLibrarysBits() {
      func expect(_ kernel: Kernel, _ expected: (Float) -> Float, _ x: [Float]) {
        for (x, y) in zip(x, Self.results(kernel, x)) {
          let expected = expected(x)
          #expect(y.bitPattern == expected.bitPattern || (y.isNaN && expected.isNaN), "\(x)")
        }
      }
      func logistic(_ x: Float) -> Float { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }
      expect({ gk_exponential($0, $1, $2) }, { exp($0) }, Self.sample)
      expect({ gk_logistic($0, $1, $2) }, logistic, Self.sample)
      expect({ gk_silu($0, $1, $2) }, { $0 * logistic($0) }, Self.sample)
      expect({ gk_softplus($0, $1, $2) }, { log1p(exp(-abs($0))) + ($0 > 0 ? $0 : 0) }, Self.sample)
      let target: Float = 0.3
      let targets = [Float](repeating: target, count: Self.sample.count)
      expect(
        { gk_binary_cross_entropy($0, targets, $1, $2) },
        { ($0 > 0 ? $0 * (1 - target) : -$0 * target) + log1p(exp(-abs($0))) }, Self.sample)
      expect(
        { gk_binary_cross_entropy_gradient($0, targets, 0.1, $1, $2) }, { (logistic($0) - target) * 0.1 }, Self.sample)
    }
  #endif
}
