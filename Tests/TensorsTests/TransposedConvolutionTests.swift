// Transposed convolution against PyTorch, finite differences and the convolution that it transposes.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct TransposedConvolutionTests {
  private struct Settings: Decodable {
    let stride: Int
    let padding: [[Int]]
    let outputPadding: [Int]
    var sides: Padding {
      .explicit(top: padding[0][0], bottom: padding[0][1], left: padding[1][0], right: padding[1][1])
    }
  }

  @Test(arguments: OperationCase.vocabulary("transposedConv2D")) func matchesPyTorch(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: Settings.self)
    let hasBias = test.fixture.tensor(test.name, "bias") != nil
    try test.check(["input", "weight"] + (hasBias ? ["bias"] : [])) { operands in
      transposedConv2D(
        operands[0], operands[1], bias: hasBias ? operands[2] : nil, stride: HeightWidth(settings.stride),
        padding: settings.sides,
        outputPadding: HeightWidth(settings.outputPadding[0], settings.outputPadding[1]))
    }
  }

  @Test(arguments: [1, 2, 3], [Padding.valid, .same, .explicit(top: 0, bottom: 1, left: 1, right: 0)])
  func finiteDifferences(stride: Int, padding: Padding) {
    for size in [2, 3, 4] {
      let operands = [
        Tensor.random([2, 3, 4, 3]), .random([size, size, 2, 3], seed: 2), .random([2], seed: 3),
      ]
      #expect(
        gradientMismatches(at: operands) {
          transposedConv2D($0[0], $0[1], bias: $0[2], stride: HeightWidth(stride), padding: padding)
        }.isEmpty)
    }
  }

  /// Σ y · conv2D(x, w) = Σ x · transposedConv2D(y, w), with Keras's extents.
  @Test(arguments: [1, 2, 3], [1, 2, 3, 4, 5]) func isTheAdjointOfConvolutionWithSamePadding(stride: Int, size: Int) {
    let small = Tensor.random([2, 4, 3, 5])
    let weight = Variable(.random([size, size, 2, 5], seed: 2))
    let large = transposedConv2D(Variable(small), weight, stride: HeightWidth(stride), padding: .same).value
    #expect(large.shape == [2, 4 * stride, 3 * stride, 2])
    #expect(
      transposedConv2DShape(small.shape, weight.shape, stride: HeightWidth(stride), padding: .same) == large.shape)
    let other = Tensor.random(large.shape, seed: 3)
    let convolved = conv2D(Variable(other), weight, stride: HeightWidth(stride), padding: .same).value
    let left = zip(convolved.scalars, small.scalars).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let right = zip(other.scalars, large.scalars).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(left - right) < 1e-4)
  }

  @Test func tilesOfManyChannelsStayClose() {
    let input = Variable(.random([2, 12, 12, 32]))
    let weight = Variable(.random([3, 3, 32, 32], seed: 2))
    let exact = transposedConv2D(input, weight, padding: .all(1)).value
    let standard = transposedConv2D(input, weight, padding: .all(1), precision: .standard).value
    #expect(standard.relativeError(to: exact) < 2e-5)
  }

  @Test func noImages() {
    let output = transposedConv2D(Variable(.random([0, 3, 3, 2])), Variable(.random([3, 3, 4, 2])), stride: 2)
    #expect(output.shape == [0, 7, 7, 4])
  }
}
