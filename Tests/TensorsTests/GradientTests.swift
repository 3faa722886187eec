// Every operation's pullback against finite differences.
import GradientChecking
import Tensors
import TestSupport
import Testing

@Suite struct GradientTests {
  private let image = Tensor.random([2, 5, 6, 3], seed: 1)

  @Test func arithmetic() {
    let left = Tensor.random([2, 3, 4], in: 0.5...1.5, seed: 2)
    for right in [
      Tensor.random([2, 3, 4], in: 0.5...1.5), .random([4], in: 0.5...1.5), .random([3, 1], in: 0.5...1.5),
    ] {
      #expect(gradientMismatches(at: [left, right]) { $0[0] + $0[1] }.isEmpty)
      #expect(gradientMismatches(at: [left, right]) { $0[0] - $0[1] }.isEmpty)
      #expect(gradientMismatches(at: [left, right]) { $0[0] * $0[1] }.isEmpty)
      #expect(gradientMismatches(at: [left, right]) { $0[0] / $0[1] }.isEmpty)
    }
    #expect(gradientMismatches(at: [left]) { -(2 * $0[0] + 1 - 3) / 4 }.isEmpty)
    #expect(gradientMismatches(at: [left]) { 2 / (1 - (3 + $0[0])) }.isEmpty)
    #expect((2 / (1 - (3 + Variable(Tensor(2))))).value == Tensor(-0.5))
  }

  @Test func functions() {
    let positive = Tensor.random([3, 7], in: 0.5...2)
    #expect(gradientMismatches(at: [positive]) { exp($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [positive]) { log($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [positive]) { sqrt($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [image]) { sigmoid($0[0]) }.isEmpty)
    let awayFromZero = Tensor(image.shape, scalars: image.scalars.map { $0 < 0 ? $0 - 0.1 : $0 + 0.1 })
    #expect(gradientMismatches(at: [awayFromZero]) { relu($0[0]) }.isEmpty)
    let aboveSix = Tensor(image.shape, scalars: awayFromZero.scalars.map { $0 > 0.6 ? $0 + 6 : $0 })
    #expect(gradientMismatches(at: [aboveSix]) { relu6($0[0]) }.isEmpty)
  }

  @Test(arguments: [nil, [0], [3], [1, 2], [0, 1, 2], [0, 2], [-1]]) func reductions(axes: [Int]?) {
    #expect(gradientMismatches(at: [image]) { sum($0[0], over: axes) }.isEmpty)
    #expect(gradientMismatches(at: [image]) { mean($0[0], over: axes, keepingAxes: true) }.isEmpty)
  }

  @Test func shapes() {
    #expect(gradientMismatches(at: [image]) { flatten($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [image]) { reshape($0[0], to: [6, 30]) }.isEmpty)
  }

  @Test func products() {
    let left = Tensor.random([3, 5])
    let right = Tensor.random([5, 4], seed: 2)
    #expect(gradientMismatches(at: [left, right]) { matrixProduct($0[0], $0[1]) }.isEmpty)
    #expect(gradientMismatches(at: [left, right, .random([4])]) { dense($0[0], $0[1], bias: $0[2]) }.isEmpty)
    #expect(gradientMismatches(at: [left, .random([3, 5], seed: 3)]) { meanSquaredError($0[0], $0[1]) }.isEmpty)
  }

  @Test(arguments: [1, 2, 3], [Padding.valid, .same, .explicit(top: 0, bottom: 1, left: 2, right: 1)])
  func convolution(stride: Int, padding: Padding) {
    for size in [1, 2, 3] {
      let weight = Tensor.random([size, size, 3, 4], seed: 3)
      #expect(
        gradientMismatches(at: [image, weight, .random([4], seed: 4)]) {
          conv2D($0[0], $0[1], bias: $0[2], stride: HeightWidth(stride), padding: padding)
        }.isEmpty)
    }
  }

  @Test(arguments: [1, 2, 3], [Padding.valid, .same, .explicit(top: 0, bottom: 1, left: 2, right: 1)])
  func depthwiseConvolution(stride: Int, padding: Padding) {
    for size in [1, 2, 3, 5] {
      let weight = Tensor.random([size, size, 3], seed: 3)
      #expect(
        gradientMismatches(at: [image, weight, .random([3], seed: 4)]) {
          depthwiseConv2D($0[0], $0[1], bias: $0[2], stride: HeightWidth(stride), padding: padding)
        }.isEmpty)
    }
  }

  @Test(arguments: [1, 2], [Padding.valid, .all(1)]) func averaging(stride: Int, padding: Padding) {
    #expect(
      gradientMismatches(at: [image]) { averagePool2D($0[0], size: 3, stride: HeightWidth(stride), padding: padding) }
        .isEmpty)
    #expect(gradientMismatches(at: [image]) { globalAveragePool2D($0[0]) }.isEmpty)
  }

  @Test(arguments: [1, 2], [Padding.valid, .all(1)]) func pooling(stride: Int, padding: Padding) {
    // Distinct values, further apart than the step: no ties, no kinks.
    var random = RandomSource(seed: 5)
    let distinct = Tensor(image.shape, scalars: random.permutation(image.shape.count).map { Float($0) * 0.05 })
    #expect(
      gradientMismatches(at: [distinct]) { maxPool2D($0[0], size: 2, stride: HeightWidth(stride), padding: padding) }
        .isEmpty)
  }

  @Test func normalization() {
    let scale = Tensor.random([3], in: 0.5...1.5)
    let offset = Tensor.random([3])
    #expect(
      gradientMismatches(at: [image, scale, offset]) {
        batchNorm($0[0], scale: $0[1], offset: $0[2], epsilon: 1e-3).output
      }.isEmpty)
    #expect(
      gradientMismatches(at: [image, scale, offset]) {
        batchNorm(
          $0[0], scale: $0[1], offset: $0[2], mean: .random([3], seed: 6), variance: .random([3], in: 0.5...1),
          epsilon: 1e-3)
      }.isEmpty)
  }

  @Test func dropping() {
    #expect(
      gradientMismatches(at: [image]) { operands in
        var random = RandomSource(seed: 9)
        return dropout(operands[0], rate: 0.3, using: &random)
      }.isEmpty)
  }

  /// The checker itself: a rule that is one per cent off, one that is zero and one that is missing must not pass.
  @Test func wrongRulesFail() {
    func wrong(_ x: Variable, _ pullback: @escaping Pullback) -> Variable {
      Variable.record((x * x).value, from: [x], pullback: pullback)
    }
    let x = Tensor.random([7], in: 1...2)
    #expect(gradientMismatches(at: [x]) { $0[0] * $0[0] }.isEmpty)
    #expect(
      gradientMismatches(at: [x]) { operands in
        wrong(operands[0]) { dOutput in [(Variable(dOutput) * Variable(x) * 2.02).value] }
      }.count == 7)
    #expect(gradientMismatches(at: [x]) { wrong($0[0]) { _ in [Tensor([7], repeating: 0)] } }.count == 7)
    #expect(gradientMismatches(at: [x]) { wrong($0[0]) { _ in [nil] } }.count == 1)
  }
}
