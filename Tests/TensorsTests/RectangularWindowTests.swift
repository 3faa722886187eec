// Windows as Inception v3 has them, against PyTorch.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct RectangularWindowTests {
  private struct Settings: Decodable {
    let same: Bool
  }

  @Test(arguments: OperationCase.all(["rectangularConv2d"])) func convolution(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: Settings.self)
    try test.check(["input", "weight"]) { conv2D($0[0], $0[1], padding: settings.same ? .same : .valid) }
  }

  /// Pixels beside the image do not count in the means, as in TensorFlow.
  @Test(arguments: OperationCase.all(["samePool2D"])) func averages(_ test: OperationCase) throws {
    try test.check(["input"]) { averagePool2D($0[0], size: 3, stride: 1, padding: .same) }
  }

  @Test(arguments: [[1, 7], [7, 1], [1, 3], [3, 1]]) func finiteDifferences(kernel: [Int]) {
    let weight = Tensor.random([kernel[0], kernel[1], 2, 3], seed: 2)
    #expect(
      gradientMismatches(at: [.random([2, 7, 8, 2]), weight]) { conv2D($0[0], $0[1], padding: .same) }.isEmpty)
  }
}
