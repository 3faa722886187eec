// Gradients of modules: what a loss must be, and sums and lengths of gradients.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct ParameterGradientsTests {
  private func dense() -> Dense {
    var dense = Dense(inputs: 2, outputs: 3)
    dense.initializeParameters(seed: 1)
    return dense
  }

  @Test func aLossIsOneNumber() throws {
    var dense = dense()
    #expect {
      _ = try dense.valueWithGradients(in: .inference) { dense, context in
        dense(Variable(Tensor([4, 2], repeating: 1)), in: &context)
      }
    } throws: {
      "\($0)" == "Dense: expected a loss of one element, found shape [4, 3]"
    }
  }

  /// Nothing to train is no mistake; a loss of something else is.
  @Test func whatIsFrozenWholeHasNoGradients() throws {
    var dense = dense()
    try dense.freeze(matching: "*")
    let (value, gradients) = try dense.valueWithGradients(in: .inference) { dense, context in
      sum(dense(Variable(Tensor([1, 2], repeating: 0)), in: &context))
    }
    #expect(value.scalar == 0 && gradients.values.isEmpty)
    try dense.unfreeze(matching: "bias")
    #expect {
      _ = try dense.valueWithGradients(in: .inference) { _, _ in Variable(Tensor(1)) }
    } throws: {
      ($0 as? MissingGradientError)?.parameters == ["bias"]
    }
  }

  @Test func sumsAndMultiples() {
    var gradients = ParameterGradients(values: ["a": Tensor([2], scalars: [1, -2]), "b": Tensor(4)])
    gradients += ParameterGradients(values: ["a": Tensor([2], scalars: [10, 20]), "b": Tensor(0.5)])
    #expect(gradients.values == ["a": Tensor([2], scalars: [11, 18]), "b": Tensor(4.5)])
    gradients *= 0.5
    #expect(gradients.values == ["a": Tensor([2], scalars: [5.5, 9]), "b": Tensor(2.25)])
  }

  /// The mean of the gradients of equal parts of a batch is that of the whole batch.
  @Test(arguments: [1, 2, 4]) func accumulationEqualsALargeBatch(count: Int) throws {
    var network = Sequential([
      ("conv", Conv2D(inputChannels: 2, outputChannels: 4, kernelSize: 3)), ("norm", GroupNorm(groups: 2, channels: 4)),
      ("activation", Activation.gelu), ("pool", GlobalAveragePool2D()), ("dense", Dense(inputs: 4, outputs: 3)),
    ])
    network.initializeParameters(seed: 1)
    let (images, targets) = (Tensor.random([8, 6, 5, 2], seed: 2), Tensor.random([8, 3], seed: 3))
    func gradients(_ batch: Range<Int>) throws -> ParameterGradients {
      func part(_ tensor: Tensor) -> Variable {
        let size = tensor.shape.count / 8
        return Variable(
          Tensor(
            Shape([batch.count] + tensor.shape.dimensions.dropFirst()),
            scalars: Array(tensor.scalars[batch.lowerBound * size..<batch.upperBound * size])))
      }
      return try network.valueWithGradients(in: .training(random: RandomSource(seed: 0))) { network, context in
        meanSquaredError(network(part(images), in: &context), part(targets))
      }.gradients
    }
    var sum = try gradients(0..<8 / count)
    for part in (0..<count).dropFirst() { sum += try gradients(part * 8 / count..<(part + 1) * 8 / count) }
    sum *= 1 / Float(count)
    for (name, gradient) in try gradients(0..<8).values {
      #expect(sum.values[name]?.relativeError(to: gradient) ?? .infinity < 2e-6, "\(name)")
    }
  }

  /// 2² + 3² + 6² = 7².
  @Test func normAndClipping() {
    let values = ["a": Tensor([2], scalars: [2, -3]), "b": Tensor(6)]
    var gradients = ParameterGradients(values: values)
    #expect(gradients.globalNorm == 7)
    #expect(gradients.clip(toGlobalNorm: 7) == 7 && gradients.values == values)
    #expect(gradients.clip(toGlobalNorm: 3.5) == 7)
    #expect(gradients.values == ["a": Tensor([2], scalars: [1, -1.5]), "b": Tensor(3)])
    #expect(gradients.globalNorm == 3.5)
    var infinite = ParameterGradients(values: ["a": Tensor(.infinity), "b": Tensor(1)])
    #expect(infinite.clip(toGlobalNorm: 1) == .infinity && infinite.values["b"] == Tensor(1))
    #expect(ParameterGradients(values: [:]).globalNorm == 0)
  }

  /// Longer than a chunk, and the same for any number of threads.
  @Test func longGradients() {
    let count = 100_003
    let tensor = Tensor.random([count], seed: 7)
    let expected = tensor.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    var gradients = ParameterGradients(values: ["a": tensor])
    #expect(abs(Double(gradients.globalNorm) / expected - 1) < 1e-6)
    gradients += ParameterGradients(values: ["a": tensor])
    #expect(gradients.values["a"]?.scalars == tensor.scalars.map { 2 * $0 })
  }

  @Test func gradientsOfOtherParametersAreAMistake() async {
    await #expect(processExitsWith: .failure) {
      var gradients = ParameterGradients(values: ["a": Tensor(1)])
      gradients += ParameterGradients(values: ["b": Tensor(1)])
    }
  }
}
