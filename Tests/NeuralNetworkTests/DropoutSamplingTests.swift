// Dropout in inference, on request.
import NeuralNetwork
import Tensors
import Testing

@Suite struct DropoutSamplingTests {
  private let input = Variable(Tensor([3, 2, 200], repeating: 1))

  private func sample(_ seed: UInt64) -> [Float] {
    var context = Context.sampling(random: RandomSource(seed: seed))
    return Dropout(rate: 0.25)(input, in: &context).value.scalars
  }

  @Test func rowsLoseTheSameElements() {
    let values = sample(1)
    #expect(Set(values) == [0, 1 / Float(0.75)])
    #expect(values[..<400] == values[400..<800] && values[..<400] == values[800...])
    // A quarter of 400, give or take four standard deviations.
    let dropped = values[..<400].count { $0 == 0 }
    #expect(abs(dropped - 100) < 36)
    #expect(sample(2) != values && sample(1) == values)
  }

  @Test func inferenceStillDropsNothing() {
    var context = Context.inference
    #expect(Dropout(rate: 0.25)(input, in: &context).value.scalars.allSatisfy { $0 == 1 })
  }

  /// A batch is not cut into groups, each of which would lose other elements.
  @Test func rowsOfSeveralLayersDoNotDependOnTheBatch() {
    var network = Sequential([
      ("conv", Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3)), ("drop", Dropout(rate: 0.5)),
      ("flatten", Flatten()), ("head", Dense(inputs: 4 * 36, outputs: 2)),
    ])
    network.initializeParameters(seed: 1)
    var random = RandomSource(seed: 2)
    let images = Tensor.uniform([5, 8, 8, 1], using: &random)
    func outputs(_ images: Tensor) -> [Float] {
      var context = Context.sampling(random: RandomSource(seed: 3))
      return network(Variable(images), in: &context).value.scalars
    }
    let single = (0..<5).flatMap {
      outputs(Tensor([1, 8, 8, 1], scalars: Array(images.scalars[$0 * 64..<($0 + 1) * 64])))
    }
    #expect(outputs(images) == single)
  }
}
