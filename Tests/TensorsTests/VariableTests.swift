// Variables as text, and as values that may be computed later.
import Tensors
import Testing

@Suite struct VariableTests {
  private let long = Tensor([3, 4], scalars: (0..<12).map(Float.init))

  @Test func descriptionNamesShapeAndFirstElements() {
    #expect("\(Variable(Tensor([2], scalars: [1, -2])))" == "Variable[2](constant: 1.0, -2.0)")
    #expect("\(Tape().track(long))" == "Variable[3, 4](tracked: 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, …)")
    #expect("\(Tape().track(long).detached)".hasPrefix("Variable[3, 4](constant"))
  }

  /// Printing a normalised variable must not write it: gradients would round otherwise.
  @Test func descriptionComputesNothing() {
    let ones = Variable(Tensor([4], repeating: 1))
    let normalized = batchNorm(Variable(long), scale: ones, offset: ones, epsilon: 1e-3).output
    #expect("\(normalized)" == "Variable[3, 4](constant: not computed yet)")
    #expect(normalized.value.shape == normalized.shape)
  }
}
