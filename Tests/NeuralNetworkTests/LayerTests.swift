import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct LayerTests {
  private func initialized<Model: Layer>(_ layer: Model, seed: UInt64 = 1) -> Model {
    var layer = layer
    layer.initializeParameters(seed: seed)
    return layer
  }

  /// A visitor that forgets a child would lose its parameters in checkpoints and updates without a word.
  @Test func visitorsForgetNothing() {
    func stored(in value: Any) -> Int {
      if value is Parameter { return 1 }
      return Mirror(reflecting: value).children.reduce(0) { $0 + stored(in: $1.value) }
    }
    func visited(_ layer: some Layer) -> Int {
      var names: Set<String> = []
      layer.forEachParameter { name, _ in names.insert(name) }
      return names.count
    }
    let convolution = Conv2D(inputChannels: 2, outputChannels: 3, kernelSize: 3)
    #expect(throws: Never.self) { try ConvolutionBlock(convolution, poolSize: 2).checkParts() }
    #expect(visited(convolution) == stored(in: convolution) && visited(convolution) == 2)
    let norm = BatchNorm(channels: 3)
    #expect(visited(norm) == stored(in: norm) && visited(norm) == 5)
    let dense = Dense(inputs: 2, outputs: 3)
    #expect(visited(dense) == stored(in: dense) && visited(dense) == 2)
    let depthwise = DepthwiseConv2D(channels: 3, kernelSize: 3)
    #expect(visited(depthwise) == stored(in: depthwise) && visited(depthwise) == 2)
    let block = ConvolutionBlock(convolution, poolSize: 2)
    #expect(visited(block) == stored(in: block) && visited(block) == 7)
    let plain = ConvolutionBlock(
      DepthwiseConv2D(channels: 3, kernelSize: 3, usesBias: false), normalization: .none)
    #expect(visited(plain) == stored(in: plain) && visited(plain) == 1)
  }

  /// Both orders, from their parts.
  @Test(arguments: [ConvolutionBlock.Normalization.beforeActivation, .afterActivation, .none])
  func blocksKeepTheirOrder(normalization: ConvolutionBlock.Normalization) {
    let input = Variable(.random([2, 6, 6, 4], seed: 5))
    let swish = Activation("Swish") { $0 * sigmoid($0) }
    // A norm behind the activation needs ReLU.
    for activation in normalization == .afterActivation ? [.relu] : [Activation.none, .relu, .relu6, .hardSwish, swish]
    {
      let convolution: any ConvolutionLayer =
        activation.name == "ReLU"
        ? DepthwiseConv2D(channels: 4, kernelSize: 3, stride: 2, padding: .same)
        : Conv2D(inputChannels: 4, outputChannels: 5, kernelSize: 3)
      let block = initialized(
        ConvolutionBlock(convolution, normalization: normalization, activation: activation, poolSize: 2))
      var context = Context.training(random: RandomSource(seed: 0))
      var x = block.convolution(input, in: &context)
      let channels = x.shape[3]
      func normalized(_ x: Variable) -> Variable {
        batchNorm(
          x, scale: Variable(Tensor([channels], repeating: 1)), offset: Variable(Tensor([channels], repeating: 0)),
          epsilon: 1e-3
        ).output
      }
      if normalization == .beforeActivation { x = normalized(x) }
      x = activation(x)
      if normalization == .afterActivation { x = normalized(x) }
      let expected = maxPool2D(x, size: 2, stride: 2).value
      let output = block(input, in: &context).value
      #expect(output.relativeError(to: expected) < 1e-6)
      #expect(block.graph(input: [2, 6, 6, 4]).summary.last?.output == output.shape)
    }
  }

  /// Keras's computation for a depthwise kernel [3, 3, 8, 1]: fanIn 3 * 3 * 8, fanOut 3 * 3 * 1.
  @Test func depthwiseWeightsBeginAsInKeras() {
    let weights = initialized(DepthwiseConv2D(channels: 8, kernelSize: 3)).weight.value.scalars
    let limit = (6.0 / (72 + 9)).squareRoot()
    #expect(weights.allSatisfy { abs(Double($0)) <= limit } && weights.contains { abs(Double($0)) > 0.9 * limit })
  }

  @Test func initialValuesBelongToSeedAndName() {
    let a = initialized(Dense(inputs: 30, outputs: 20))
    #expect(a.tensors == initialized(Dense(inputs: 30, outputs: 20)).tensors)
    #expect(a.tensors != initialized(Dense(inputs: 30, outputs: 20), seed: 2).tensors)
    let limit = (6.0 / 50).squareRoot()
    #expect(a.weight.value.scalars.allSatisfy { abs(Double($0)) <= limit })
    #expect(a.weight.value.scalars.contains { abs(Double($0)) > 0.9 * limit })
    #expect(a.bias?.value == Tensor([20], repeating: 0))
  }

  /// Young running statistics are the mean over the batches so far, nearly equally weighted; Keras's are mostly zeros.
  @Test(arguments: [true, false]) func runningStatistics(correctsBias: Bool) throws {
    var norm = initialized(BatchNorm(channels: 2, correctsBias: correctsBias))
    var mean = 0.0
    var weight = 0.0
    for step in 0..<5 {
      let input = Tensor.random([4, 3, 3, 2], seed: UInt64(step))
      _ = try norm.valueWithGradients(in: .training(random: RandomSource(seed: 0))) { norm, context in
        sum(norm(Variable(input), in: &context) * Variable(.random([4, 3, 3, 2], seed: 9)))
      }
      let batch = stride(from: 0, to: 72, by: 2).reduce(0.0) { $0 + Double(input.scalars[$1]) } / 36
      mean = 0.99 * mean + 0.01 * batch
      weight = 0.99 * weight + 0.01
    }
    let expected = correctsBias ? mean / weight : mean
    #expect(abs(Double(norm.runningMean.value.scalars[0]) - expected) < 1e-6)
    #expect(norm.batches.value.scalar == 5)
  }

  @Test func inferenceUsesRunningStatisticsAndChangesNothing() {
    var norm = initialized(BatchNorm(channels: 2))
    norm.runningMean.value = Tensor([2], scalars: [1, 2])
    norm.runningVariance.value = Tensor([2], scalars: [4, 9])
    var context = Context.inference
    let output = norm(Variable(Tensor([1, 2], scalars: [3, 5])), in: &context).value
    #expect(
      output.relativeError(
        to: Tensor([1, 2], scalars: [2 / Float(4.001).squareRoot(), 3 / Float(9.001).squareRoot()])) < 1e-6)
  }

  /// Of two passes in one step both batches count: ones, then threes, worked out by hand.
  @Test(arguments: [true, false]) func twoPassesOfOneStepBothCount(correctsBias: Bool) throws {
    var norm = initialized(BatchNorm(channels: 1, correctsBias: correctsBias))
    let batches = [Tensor([2, 1], scalars: [0, 2]), Tensor([2, 1], scalars: [0, 6])]
    _ = try norm.valueWithGradients(in: .training(random: RandomSource(seed: 0))) { norm, context in
      let outputs = batches.map { sum(norm(Variable($0), in: &context) * Variable($0)) }
      return outputs[0] + outputs[1]
    }
    // The first batch of a corrected average counts in full, the second 0.01 / (1 - 0.99²). Variances are 1 and 9.
    let weight = 0.01 / (1 - 0.99 * 0.99)
    let (mean, variance) =
      correctsBias
      ? (1 + (3 - 1) * weight, 1 + (9 - 1) * weight)
      : (0.01 * 1 + 0.01 * (3 - 0.01), 1 + 0.01 * (9 - 1))
    #expect(abs(Double(norm.runningMean.value.scalar) - mean) < 1e-5)
    #expect(abs(Double(norm.runningVariance.value.scalar) - variance) < 1e-5)
    #expect(norm.batches.value.scalar == 2)
  }

  @Test func denseWithoutBias() throws {
    var dense = Dense(inputs: 3, outputs: 2, usesBias: false)
    dense.initializeParameters(seed: 1)
    #expect(dense.tensors.keys.sorted() == ["weight"])
    let input = Tensor.random([4, 3], seed: 2)
    let expected = matrixProduct(Variable(input), dense.weight.variable).value
    #expect(dense.prediction(for: input).relativeError(to: expected) < 1e-6)
    let gradients = try dense.valueWithGradients(in: .inference) { dense, context in
      sum(dense(Variable(input), in: &context))
    }.gradients
    #expect(gradients.values.count == 1)
  }

  @Test func dropoutOnlyInTraining() {
    let layer = Dropout(rate: 0.25)
    let ones = Variable(Tensor([100, 100], repeating: 1))
    var inference = Context.inference
    #expect(layer(ones, in: &inference).value == ones.value)
    var training = Context.training(random: RandomSource(seed: 3))
    let dropped = layer(ones, in: &training).value.scalars
    #expect(Set(dropped) == [0, 1 / 0.75])
    #expect(abs(Double(dropped.filter { $0 == 0 }.count) - 2500) < 200)
    var again = Context.training(random: RandomSource(seed: 3))
    #expect(layer(ones, in: &again).value.scalars == dropped)
  }

  @Test func unusedParametersAreNamed() throws {
    var dense = initialized(Dense(inputs: 2, outputs: 2))
    #expect {
      _ = try dense.valueWithGradients(in: .inference) { dense, _ in
        sum(matrixProduct(Variable(Tensor([1, 2], repeating: 1)), dense.weight.variable))
      }
    } throws: { "\($0)".contains("no gradient for bias") }
  }

  @Test func everythingThatDoesNotFitIsNamedTogether() throws {
    var dense = initialized(Dense(inputs: 2, outputs: 3))
    let before = dense.tensors
    #expect {
      try dense.load(["weight": Tensor([2, 2], repeating: 0), "other": Tensor(0)])
    } throws: {
      "\($0)"
        == "the parameters do not fit the network: missing bias; unexpected other; "
        + "of another shape weight (expected [2, 3], found [2, 2])"
    }
    #expect(dense.tensors == before)
    try dense.load(before)
  }

  @Test func copiesAreIndependent() {
    let original = initialized(BatchNorm(channels: 2))
    var copy = original
    copy.runningMean.update { $0.withUnsafeMutableBuffer { $0[0] = 7 } }
    #expect(original.runningMean.value.scalars == [0, 0] && copy.runningMean.value.scalars == [7, 0])
  }
}
