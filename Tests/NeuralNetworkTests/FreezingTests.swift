// Frozen parameters: what they keep, and what it does to the others.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct FreezingTests {
  /// Three convolutions, the fused blocks of both orders and a depthwise one among them, and a dense layer.
  private func network(normalization: ConvolutionBlock.Normalization?) -> Sequential {
    var row = Sequential()
    row.append(
      ConvolutionBlock(
        Conv2D(inputChannels: 2, outputChannels: 4, kernelSize: 3), normalization: normalization ?? .none),
      toList: "features")
    row.append(
      ConvolutionBlock(
        DepthwiseConv2D(channels: 4, kernelSize: 3, padding: .same),
        normalization: normalization ?? .none), toList: "features")
    row.append(
      ConvolutionBlock(
        Conv2D(inputChannels: 4, outputChannels: 3, kernelSize: 3), normalization: normalization ?? .none),
      toList: "features")
    row.append(Flatten(), as: "flatten")
    if normalization != nil { row.append(BatchNorm(channels: 48), as: "norm") }
    row.append(Dense(inputs: 48, outputs: 2), as: "classifier")
    row.initializeParameters(seed: 1)
    // Statistics that are neither the first values nor those of a batch.
    row.visitParameters { name, parameter in
      if name.hasSuffix("runningMean") { parameter.value = .random(parameter.shape, seed: 5) }
      if name.hasSuffix("runningVariance") { parameter.value = .random(parameter.shape, in: 0.5...2, seed: 6) }
    }
    return row
  }

  private let input = Tensor.random([3, 8, 8, 2], seed: 2)
  private let target = Tensor.random([3, 2], seed: 3)

  private func gradients(_ network: inout Sequential) throws -> ParameterGradients {
    try network.valueWithGradients(in: .training(random: RandomSource(seed: 0))) { network, context in
      meanSquaredError(network(Variable(input), in: &context), Variable(target))
    }.gradients
  }

  @Test(arguments: [ConvolutionBlock.Normalization.beforeActivation, .afterActivation])
  func frozenPartsStayTheSameToTheBit(normalization: ConvolutionBlock.Normalization) throws {
    var network = network(normalization: normalization)
    try network.freeze(matching: "features.*")
    let before = network.tensors
    var optimizer = Adam(learningRate: 0.1)
    for _ in 0..<3 {
      let gradients = try gradients(&network)
      #expect(gradients.values.keys.sorted() == ["classifier.bias", "classifier.weight", "norm.offset", "norm.scale"])
      #expect(gradients.values.values.allSatisfy { $0.scalars.allSatisfy(\.isFinite) })
      optimizer.update(&network, along: gradients)
    }
    for (name, tensor) in network.tensors {
      // What is not frozen moved, and so did the statistics of the norm that is not.
      #expect((tensor == before[name]) == name.hasPrefix("features."), "\(name)")
    }
    #expect(!optimizer.state.keys.contains { $0.contains("features") })
  }

  /// A frozen norm in training computes what it computes in inference, and passes gradients on accordingly.
  @Test(arguments: [ConvolutionBlock.Normalization.beforeActivation, .afterActivation])
  func frozenNormsUseTheirRunningStatistics(normalization: ConvolutionBlock.Normalization) throws {
    var network = network(normalization: normalization)
    try network.freeze(matching: "*norm.*")
    var inference = Context.inference
    let expected = network(Variable(input), in: &inference).value
    var training = Context.training(random: RandomSource(seed: 0))
    #expect(network(Variable(input), in: &training).value.relativeError(to: expected) < 1e-5)
    let tracked = try gradients(&network)
    // Finite differences in inference mode for a weight below all norms.
    let name = "features.0.conv.weight"
    let gradient = try #require(tracked.values[name])
    func loss(_ change: Float) -> Double {
      var moved = network
      moved.visitParameters { other, parameter in
        if other == name { parameter.update { $0.withUnsafeMutableBuffer { $0[7] += change } } }
      }
      var context = Context.inference
      return Double(meanSquaredError(moved(Variable(input), in: &context), Variable(target)).value.scalar)
    }
    let estimate = (loss(2e-3) - loss(-2e-3)) / 4e-3
    #expect(abs(Double(gradient.scalars[7]) - estimate) < 2e-2 * max(0.1, abs(estimate)))
  }

  /// Without batch norm, freezing some layers changes nothing about the gradients of the others.
  @Test func otherGradientsAreThoseOfTheWholeNetwork() throws {
    var whole = network(normalization: nil)
    let expected = try gradients(&whole).values
    for pattern in ["features.0.*", "features.1.conv.weight", "*.bias", "classifier.*"] {
      var partial = network(normalization: nil)
      try partial.freeze(matching: pattern)
      let found = try gradients(&partial).values
      #expect(found.count < expected.count && !found.isEmpty)
      for (name, gradient) in found { #expect(gradient == expected[name], "\(pattern): \(name)") }
    }
  }

  @Test(arguments: [
    ("features.0.conv.weight", 1), ("features.0.*", 2), ("*.bias", 4), ("*conv*", 6), ("feat*.1.*bias", 1),
    ("*res.*.conv.b*", 3), ("**.weight", 4),
  ]) func patterns(pattern: String, count: Int) throws {
    var network = network(normalization: nil)
    try network.freeze(matching: pattern)
    var frozen = 0
    network.forEachParameter { _, parameter in frozen += parameter.role == .frozen ? 1 : 0 }
    #expect(frozen == count)
    // What is frozen already may be named again.
    try network.freeze(matching: pattern)
  }

  @Test func summariesCountWhatIsTrained() throws {
    var network = network(normalization: nil)
    let before = network.graph(input: [1, 8, 8, 2]).summary
    try network.freeze(matching: "features.*")
    let after = network.graph(input: [1, 8, 8, 2]).summary
    #expect(after.map(\.parameters) == before.map(\.parameters))
    #expect(after.reduce(0) { $0 + $1.trainableParameters } == 48 * 2 + 2)
  }

  @Test func everythingCanBeFrozenAndGivenBack() throws {
    var network = network(normalization: .beforeActivation)
    func roles() -> [Parameter.Role] {
      var roles: [Parameter.Role] = []
      network.forEachParameter { _, parameter in roles.append(parameter.role) }
      return roles
    }
    let before = roles()
    try network.freeze(matching: "*")
    #expect(network.trainableParameterCount == 0 && roles().count { $0 == .statistic } == 8)
    try network.unfreeze(matching: "classifier.*")
    #expect(try gradients(&network).values.keys.sorted() == ["classifier.bias", "classifier.weight"])
    try network.unfreeze(matching: "*")
    #expect(roles() == before)
    #expect {
      try network.unfreeze(matching: "head.*")
    } throws: {
      "\($0)" == "cannot unfreeze \"head.*\": it matches no parameter of the network"
    }
  }

  @Test(arguments: [
    ("feature.*", "it matches no parameter of the network"), ("features.0", "it matches no parameter of the network"),
    ("*runningMean", "it matches no parameter of the network"),
  ]) func mistakesAreNamed(pattern: String, problem: String) {
    var network = network(normalization: .beforeActivation)
    #expect {
      try network.freeze(matching: pattern)
    } throws: {
      "\($0)" == "cannot freeze \"\(pattern)\": \(problem)"
    }
    network.forEachParameter { name, parameter in #expect(parameter.role != .frozen, "\(name)") }
  }
}
