// The loss of classification against PyTorch and finite differences.
import Foundation
import GradientChecking
import Tensors
import TestSupport
import Testing

@Suite struct SoftmaxCrossEntropyTests {
  private struct Settings: Decodable { let labelSmoothing: Float }

  private static let cases = ["few", "many", "extreme"].flatMap { size in
    ["Classes", "ClassesSmoothed", "Soft", "SoftSmoothed"].map { size + $0 }
  }

  @Test(arguments: cases + ["sure"]) func valuesAndGradientsArePyTorchs(testCase: String) throws {
    let fixture = try Fixture("softmaxCrossEntropy", in: .module)
    #expect(fixture.cases == (Self.cases + ["sure"]).sorted())
    let smoothing = try fixture.settings(testCase, as: Settings.self).labelSmoothing
    try expectLossAndGradient(of: testCase, in: fixture) { logits in
      if let targets = fixture.tensor(testCase, "targets") {
        return softmaxCrossEntropy(logits: logits, targets: targets, labelSmoothing: smoothing)
      }
      let classes = try #require(fixture.tensor(testCase, "classes")).scalars.map { Int($0) }
      return softmaxCrossEntropy(logits: logits, classes: classes, labelSmoothing: smoothing)
    }
  }

  @Test func gradientIsTheDerivative() {
    let logits = Tensor.random([3, 5], in: -2...2)
    #expect(gradientMismatches(at: [logits]) { softmaxCrossEntropy(logits: $0[0], classes: [4, 0, 2]) }.isEmpty)
    let targets = softmax(Variable(.random([3, 5], seed: 2))).value
    #expect(
      gradientMismatches(at: [logits]) {
        3 * softmaxCrossEntropy(logits: $0[0], targets: targets, labelSmoothing: 0.25)
      }.isEmpty)
  }

  /// A class is a target of 1 among zeros, in every bit, whatever the logits are.
  @Test(arguments: [1, 2, 3, 8, 21, 1500]) func classesAreTargetsOfOne(columns: Int) throws {
    let rows = 7
    var logits = Tensor.random([rows, columns], in: -30...30, seed: 1).scalars
    (logits[0], logits[columns]) = (.infinity, -.infinity)
    (logits[2 * columns], logits[4 * columns - 1]) = (.nan, 1e30)
    let classes = (0..<rows).map { $0 * 5 % columns }
    var targets = [Float](repeating: 0, count: rows * columns)
    for (row, index) in classes.enumerated() { targets[row * columns + index] = 1 }
    func bits(_ loss: (Variable) -> Variable) throws -> [UInt32] {
      let tape = Tape()
      let x = tape.track(Tensor([rows, columns], scalars: logits))
      let y = loss(x)
      let dOutput = Tensor([rows], scalars: [1, 0.5, 0, -2, 3, 1, 0.1])
      let dx = try #require(tape.gradients(of: y, dOutput: dOutput)[x])
      return (y.value.scalars + dx.scalars).map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
    }
    let ofClasses = try bits { softmaxCrossEntropy(logits: $0, classes: classes, reduction: .none) }
    let ofTargets = try bits {
      softmaxCrossEntropy(
        logits: $0, targets: Tensor([rows, columns], scalars: targets), reduction: .none)
    }
    #expect(ofClasses == ofTargets)
  }

  /// By hand: a coin's two sides, equally likely, cost log 2.
  @Test func aCoinCostsLogTwo() {
    let loss = softmaxCrossEntropy(logits: Variable(Tensor([2, 2], repeating: 7)), classes: [0, 1]).value.scalar
    #expect(abs(Double(loss) - log(2)) < 1e-7)
  }

  @Test func infiniteCertaintyOfAnImpossibleClassCostsNothing() {
    let logits = Variable(Tensor([1, 3], scalars: [0, 0, -.infinity]))
    #expect(abs(Double(softmaxCrossEntropy(logits: logits, classes: [0]).value.scalar) - log(2)) < 1e-7)
    #expect(softmaxCrossEntropy(logits: logits, classes: [2]).value.scalar == .infinity)
  }

  @Test func whatIsNoNumberStaysNoNumber() {
    for place in 0..<3 {
      var scalars: [Float] = [1, 2, 3]
      scalars[place] = .nan
      let logits = Variable(Tensor([1, 3], scalars: scalars))
      #expect(softmaxCrossEntropy(logits: logits, classes: [0]).value.scalar.isNaN)
    }
  }

  @Test func classesThatAreNoneAreMistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = softmaxCrossEntropy(logits: Variable(Tensor([1, 3], repeating: 0)), classes: [3])
    }
    await #expect(processExitsWith: .failure) {
      _ = softmaxCrossEntropy(logits: Variable(Tensor([2, 3], repeating: 0)), classes: [1])
    }
  }
}
