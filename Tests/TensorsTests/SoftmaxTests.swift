// Softmax against PyTorch and finite differences.
import GradientChecking
import Tensors
import TestSupport
import Testing

@Suite struct SoftmaxTests {
  @Test(arguments: ["matrix", "vector", "rank3", "one", "wide", "extreme"])
  func valuesAndGradientsArePyTorchs(testCase: String) throws {
    let fixture = try Fixture("softmax", in: .module)
    #expect(fixture.cases.count == 6)
    let tape = Tape()
    let logits = tape.track(try #require(fixture.tensor(testCase, "logits")))
    let output = softmax(logits)
    let dOutput = try #require(fixture.tensor(testCase, "dOutput"))
    let gradient = try #require(tape.gradients(of: output, dOutput: dOutput)[logits])
    #expect(output.value.relativeError(to: try #require(fixture.tensor(testCase, "output"))) < 2e-7)
    #expect(gradient.relativeError(to: try #require(fixture.tensor(testCase, "dLogits"))) < 1e-6)
  }

  @Test func gradientIsTheDerivative() {
    #expect(gradientMismatches(at: [.random([3, 5], in: -2...2)]) { softmax($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [.random([2, 2, 4])]) { softmax($0[0]) }.isEmpty)
  }

  @Test func rowsDoNotDependOnTheThreads() {
    let logits = Variable(.random([300, 70], in: -5...5))
    let before = Parallel.threadCount
    defer { Parallel.setThreadCount(before) }
    Parallel.setThreadCount(1)
    let alone = softmax(logits).value
    Parallel.setThreadCount(3)
    #expect(softmax(logits).value == alone)
    // Rows sum to 1.
    #expect(sum(Variable(alone), over: [1]).value.relativeError(to: Tensor([300], repeating: 1)) < 1e-6)
  }
}
