// From logits to outputs.
import Foundation
import GradientChecking
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite struct OutputFunctionTests {
  @Test func softmaxOfKnownNumbers() {
    let logits = Tensor([2, 3], scalars: [0, log(2), log(5), 1000, 1000, -1000])
    let output = OutputFunction.softmax(Variable(logits)).value
    #expect(output.relativeError(to: Tensor([2, 3], scalars: [0.125, 0.25, 0.625, 0.5, 0.5, 0])) < 1e-6)
  }

  @Test func sigmoidOfKnownNumbers() {
    let output = OutputFunction.sigmoid(Variable(Tensor([1, 3], scalars: [0, log(3), -log(3)]))).value
    #expect(output.relativeError(to: Tensor([1, 3], scalars: [0.5, 0.75, 0.25])) < 1e-6)
  }

  @Test(arguments: OutputFunction.allCases) func finiteDifferences(function: OutputFunction) {
    #expect(gradientMismatches(at: [.random([3, 5], in: -2...2)]) { function($0[0]) }.isEmpty)
  }
}
