// Channels times factors against PyTorch and finite differences.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct ChannelScalingTests {
  @Test(arguments: OperationCase.all(["scaleChannels"])) func matchesPyTorch(_ test: OperationCase) throws {
    try test.check(["input", "factors"]) { scaleChannels($0[0], by: $0[1]) }
  }

  @Test func finiteDifferences() {
    #expect(
      gradientMismatches(at: [.random([2, 3, 4, 5]), .random([2, 5], seed: 2)]) { scaleChannels($0[0], by: $0[1]) }
        .isEmpty)
  }

  /// Images that are cut into bands, against multiplication with repetition.
  @Test func largeImages() throws {
    let input = Tensor.random([2, 60, 70, 20])
    let factors = Tensor.random([2, 20], seed: 2)
    let dOutput = Tensor.random([2, 60, 70, 20], seed: 3)
    func run(_ function: (Variable, Variable) -> Variable) throws -> [Tensor] {
      let tape = Tape()
      let operands = [tape.track(input), tape.track(factors)]
      let output = function(operands[0], operands[1])
      let gradients = tape.gradients(of: output, dOutput: dOutput)
      return [output.value] + (try operands.map { try #require(gradients[$0]) })
    }
    let expected = try run { $0 * reshape($1, to: [2, 1, 1, 20]) }
    for (found, wanted) in zip(try run { scaleChannels($0, by: $1) }, expected) {
      #expect(found.relativeError(to: wanted) < 2e-6)
    }
  }
}
