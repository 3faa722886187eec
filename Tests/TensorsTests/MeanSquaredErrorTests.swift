// The mean squared error against the operations that it is made of.
import TestSupport
import Tensors
import Testing

@Suite struct MeanSquaredErrorTests {
  /// Value and gradients have the bits of single operations, one after the other.
  @Test(arguments: [[1], [63], [5, 7], [3, 40_000], [32_768], [32_769]]) func isTheMeanOfSquares(extents: [Int]) throws
  {
    func bits(_ loss: (Variable, Variable) -> Variable) throws -> [[UInt32]] {
      let tape = Tape()
      let prediction = tape.track(.random(Shape(extents), seed: 1))
      let target = tape.track(.random(Shape(extents), seed: 2))
      let y = loss(prediction, target)
      let gradients = tape.gradients(of: y, dOutput: Tensor(-1.5))
      let tensors = [y.value, try #require(gradients[prediction]), try #require(gradients[target])]
      return tensors.map { $0.scalars.map(\.bitPattern) }
    }
    let fused = try bits { meanSquaredError($0, $1) }
    let single = try bits { prediction, target in
      let difference = prediction - target
      return mean(difference * difference)
    }
    #expect(fused == single)
  }

  @Test func nothingHasNoMean() {
    #expect(meanSquaredError(Variable(.zeros([0, 3])), Variable(.zeros([0, 3]))).value.scalar.isNaN)
  }

  /// A tensor's distance from itself: both gradients meet in one variable.
  @Test func fromItself() throws {
    let tape = Tape()
    let x = tape.track(.random([4], seed: 1))
    let loss = meanSquaredError(x, x * 3)
    let gradient = try #require(tape.gradients(of: loss)[x])
    for (g, x) in zip(gradient.scalars, x.value.scalars) { #expect(abs(g - 2 * x) < 1e-6) }
  }
}
