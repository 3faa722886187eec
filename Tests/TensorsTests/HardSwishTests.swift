// Hard swish against PyTorch and finite differences.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct HardSwishTests {
  @Test(arguments: OperationCase.all(["hardSwish"])) func matchesPyTorch(_ test: OperationCase) throws {
    try test.check(["input"]) { hardSwish($0[0]) }
  }

  @Test func finiteDifferences() {
    let input = Tensor([6], scalars: [-4, -2.9, -1.5, 0.5, 2.9, 3.1])
    #expect(gradientMismatches(at: [input]) { hardSwish($0[0]) }.isEmpty)
  }

  /// Long enough to be cut, with a rest that fills no vector.
  @Test func longInputs() {
    let input = Tensor.random([70_001], in: -5...5)
    let expected = Tensor(input.shape, scalars: input.scalars.map { $0 * min(max($0 + 3, 0), 6) / 6 })
    #expect(hardSwish(Variable(input)).value.relativeError(to: expected) < 1e-6)
  }

  @Test func notANumberStays() {
    #expect(hardSwish(Variable(Tensor([1], scalars: [.nan]))).value.scalars[0].isNaN)
  }
}
