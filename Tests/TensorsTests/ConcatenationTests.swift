// Concatenation of channels against PyTorch and finite differences.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct ConcatenationTests {
  @Test(arguments: OperationCase.all(["concatenate"])) func matchesPyTorch(_ test: OperationCase) throws {
    try test.check(["first", "second", "third"], tolerance: 0) { concatenate($0) }
  }

  @Test func finiteDifferences() {
    let inputs = [Tensor.random([2, 3, 2, 4]), .random([2, 3, 2, 1], seed: 2), .random([2, 3, 2, 17], seed: 3)]
    #expect(gradientMismatches(at: inputs) { concatenate($0) }.isEmpty)
  }

  @Test func onlyTrackedInputsGetGradients() {
    let tape = Tape()
    let tracked = tape.track(.random([5, 2]))
    let output = concatenate([Variable(.random([5, 3])), tracked, Variable(.random([5, 1]))])
    let dOutput = Tensor.random([5, 6], seed: 4)
    let expected = Tensor([5, 2], scalars: (0..<5).flatMap { [dOutput[$0, 3], dOutput[$0, 4]] })
    #expect(tape.gradients(of: output, dOutput: dOutput)[tracked] == expected)
  }

  /// Enough rows to be cut.
  @Test func manyRows() {
    let left = Tensor.random([9_000, 3])
    let right = Tensor.random([9_000, 5], seed: 2)
    let output = concatenate([Variable(left), Variable(right)]).value
    #expect((0..<9_000).allSatisfy { output[$0, 2] == left[$0, 2] && output[$0, 3] == right[$0, 0] })
  }
}
