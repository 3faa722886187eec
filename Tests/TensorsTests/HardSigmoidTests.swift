// The hard sigmoid against PyTorch and finite differences.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct HardSigmoidTests {
  @Test(arguments: OperationCase.all(["hardSigmoid"])) func matchesPyTorch(_ test: OperationCase) throws {
    try test.check(["input"]) { hardSigmoid($0[0]) }
  }

  @Test func finiteDifferences() {
    // A tenth away from the kinks at -3 and 3.
    let input = Tensor([6], scalars: [-4, -2.9, -1, 0.5, 2.9, 3.1])
    #expect(gradientMismatches(at: [input]) { hardSigmoid($0[0]) }.isEmpty)
  }
}
