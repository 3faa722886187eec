// The checker of operations: it accepts what is right and refuses what is wrong.
import GradientChecking
import Tensors
import Testing

@Suite struct OperationGradientsTests {
  private let input = Tensor([4], scalars: [-1.5, -0.25, 0.5, 2])

  /// x³ with a derivative of one's own.
  private func cube(_ x: Variable, derivative: @escaping @Sendable (Float) -> Float) -> Variable {
    elementwise(x, { $0 * $0 * $0 }, derivativeOfInput: derivative)
  }

  @Test func rightDerivativesPass() {
    #expect(gradientMismatches(at: [input]) { cube($0[0]) { 3 * $0 * $0 } }.isEmpty)
    #expect(gradientMismatches(at: [input, input]) { $0[0] * $0[1] }.isEmpty)
  }

  /// At -0.25 both derivatives are small; elsewhere a hundredth too much is found.
  @Test func wrongDerivativesAreNamed() throws {
    let mismatches = gradientMismatches(at: [input]) { cube($0[0]) { 3.03 * $0 * $0 } }
    #expect(mismatches.map(\.element) == [0, 2, 3])
    let first = try #require(mismatches.first)
    #expect(first.operand == "input 0" && first.description.hasPrefix("input 0, element 0: gradient "))
    let (computed, estimated) = (try #require(first.computed), try #require(first.estimated))
    #expect(abs(computed / estimated - 1.01) < 1e-3)
  }

  @Test func derivativesThatAreNoNumbersAreMismatches() {
    #expect(gradientMismatches(at: [input]) { cube($0[0]) { _ in .nan } }.count == 4)
  }

  @Test func missingGradientsAreMismatches() {
    let constant = gradientMismatches(at: [input, input]) { $0[0] + $0[1].detached }
    #expect(constant.map(\.description) == ["input 1: no gradient of its shape"])
    #expect(gradientMismatches(at: [input]) { $0[0].detached }.map(\.operand) == ["input 0"])
  }

  @Test func elementsAreSpreadEvenly() {
    let long = Tensor.arange(100)
    let mismatches = gradientMismatches(at: [long], limit: 10) {
      elementwise($0[0], { $0 }, derivativeOfInput: { _ in 2 })
    }
    #expect(mismatches.map(\.element) == stride(from: 0, to: 100, by: 10).map { $0 })
  }
}
