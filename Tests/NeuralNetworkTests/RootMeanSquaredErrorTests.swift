// The error of regression against numbers worked out by hand.
import NeuralNetwork
import Tensors
import Testing

@Suite struct RootMeanSquaredErrorTests {
  @Test func rootMeanSquaredErrorOverBatches() {
    var error = RootMeanSquaredError()
    #expect(error.value.isNaN)
    error.add(Tensor([2, 2], scalars: [1, 2, 3, 4]), target: Tensor([2, 2], scalars: [1, 2, 3, 1]))
    #expect(error.value == 1.5)
    // Batches of other sizes: elements weigh alike, not batches.
    error.add(Tensor([1, 2], scalars: [0, 0]), target: Tensor([1, 2], scalars: [3, 0]))
    #expect(abs(error.value - (18.0 / 6).squareRoot()) < 1e-15)
  }
}
