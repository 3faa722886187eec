// Learning rates and weight decay of single parameters, for every optimizer.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// Steps along the gradient, by the rule's own arithmetic.
private struct PlainDescent: Optimizer {
  var learningRate: Float = 0.5
  var groups = ParameterGroups()
  var memory = OptimizerMemory(["last"])

  func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    memory[0] = gradient
    value -= gradient * step.rate
  }
}

@Suite struct ParameterGroupsTests {
  private func network() -> Sequential {
    var layers = Sequential([
      ("body", Sequential([("dense", Dense(inputs: 3, outputs: 4)), ("norm", BatchNorm(channels: 4))])),
      ("head", Dense(inputs: 4, outputs: 2)),
    ])
    layers.initializeParameters(seed: 3)
    return layers
  }

  private func gradients(_ seed: UInt64) -> ParameterGradients {
    var values: [String: Tensor] = [:]
    network().forEachParameter { name, parameter in
      if parameter.role == .trainable { values[name] = .random(parameter.shape, seed: seed + UInt64(name.count)) }
    }
    return ParameterGradients(values: values)
  }

  static let optimizers: [any Optimizer] = [
    Adam(learningRate: 0.01), AdamW(learningRate: 0.01, weightDecay: 0.1),
    RMSProp(learningRate: 0.01, momentum: 0.5, isCentered: true), SGD(learningRate: 0.01, momentum: 0.9),
    PlainDescent(),
  ]

  private func train(_ network: inout Sequential, _ optimizer: inout any Optimizer, steps: Range<Int> = 0..<5) {
    for step in steps { optimizer.update(&network, along: gradients(UInt64(step))) }
  }

  /// A tenth of the rate is what an optimizer of a tenth of the rate does, to the bit.
  @Test(arguments: optimizers.indices) func ratesAreFactors(index: Int) throws {
    var (grouped, whole, slow) = (network(), network(), network())
    var optimizers = [any Optimizer](repeating: Self.optimizers[index], count: 3)
    optimizers[0].groups = try ParameterGroups([ParameterGroup("body.*", rate: 0.125)], of: grouped)
    optimizers[2].learningRate *= 0.125
    train(&grouped, &optimizers[0])
    train(&whole, &optimizers[1])
    train(&slow, &optimizers[2])
    for (name, tensor) in grouped.tensors {
      #expect(tensor == (name.hasPrefix("body") ? slow : whole).tensors[name], "\(name)")
    }
    #expect(optimizers[0].state.keys.sorted() == optimizers[1].state.keys.sorted())
  }

  /// Without a gradient only the decay remains: (1 - rate · decay)ⁿ.
  @Test(arguments: optimizers.indices) func decayShrinks(index: Int) throws {
    var network = network()
    let before = network.tensors
    var optimizer = Self.optimizers[index]
    optimizer.groups = try ParameterGroups(
      [ParameterGroup("*", decay: 0.25), ParameterGroup("head.*", rate: 2), ParameterGroup("*.bias", decay: 0)],
      of: network)
    let zeros = ParameterGradients(values: gradients(0).values.mapValues { Tensor($0.shape, repeating: 0) })
    for _ in 0..<3 { optimizer.update(&network, along: zeros) }
    let rate = Double(optimizer.learningRate)
    network.forEachParameter { name, parameter in
      guard parameter.role == .trainable, let start = before[name] else { return }
      let share = name.hasSuffix("bias") ? 0 : rate * 0.25 * (name.hasPrefix("head") ? 2 : 1)
      let factor = (1 - share) * (1 - share) * (1 - share)
      for (found, value) in zip(parameter.value.scalars, start.scalars) {
        #expect(abs(Double(found) - Double(value) * factor) <= 3e-7 * abs(Double(value)), "\(name)")
      }
    }
  }

  /// AdamW that spares biases and norms: these move as by Adam.
  @Test func biasesAndNormsWithoutDecay() throws {
    var (masked, decayed, plain) = (network(), network(), network())
    let groups = try ParameterGroups(
      ["*.bias", "*.scale", "*.offset"].map { ParameterGroup($0, decay: 0) }, of: masked)
    var optimizers: [any Optimizer] = [
      AdamW(learningRate: 0.01, weightDecay: 0.1, groups: groups), AdamW(learningRate: 0.01, weightDecay: 0.1),
      Adam(learningRate: 0.01),
    ]
    train(&masked, &optimizers[0])
    train(&decayed, &optimizers[1])
    train(&plain, &optimizers[2])
    for (name, tensor) in masked.tensors {
      #expect(tensor == (name.hasSuffix("weight") ? decayed : plain).tensors[name], "\(name)")
      if name.hasSuffix("weight") { #expect(tensor != plain.tensors[name]) }
    }
  }

  @Test(arguments: optimizers.indices) func resumedRunsEndWithTheSameBits(index: Int) throws {
    var whole = network()
    var optimizer = Self.optimizers[index]
    let groups = try ParameterGroups(
      [ParameterGroup("*.weight", rate: 0.3, decay: 0.5), ParameterGroup("head.*", rate: 3)], of: whole)
    optimizer.groups = groups
    train(&whole, &optimizer, steps: 0..<3)
    var (rest, state) = (whole, optimizer.state)
    train(&whole, &optimizer, steps: 3..<6)
    var resumed = Self.optimizers[index]
    resumed.groups = groups
    try resumed.restore(state, for: rest)
    train(&rest, &resumed, steps: 3..<6)
    state = optimizer.state
    #expect(rest.tensors == whole.tensors && resumed.state == state)
  }

  @Test func patternsThatFitNothingAreErrors() throws {
    let network = network()
    #expect {
      _ = try ParameterGroups([ParameterGroup("head.*", rate: 2), ParameterGroup("tail.*", rate: 2)], of: network)
    } throws: {
      "\($0)" == "parameter group \"tail.*\": it matches no parameter of the network"
    }
    // Statistics are not trained.
    #expect(throws: ParameterGroupError.self) {
      _ = try ParameterGroups([ParameterGroup("*.runningMean", decay: 0)], of: network)
    }
    #expect {
      _ = try ParameterGroups([ParameterGroup("*", decay: -1)], of: network)
    } throws: {
      "\($0)" == "decay of parameter group \"*\": expected 0 or more, found -1.0"
    }
  }

  @Test func frozenParametersMayBeNamed() throws {
    var network = network()
    try network.freeze(matching: "body.*")
    let before = network.tensors
    var optimizer: any Optimizer = SGD(
      learningRate: 0.1, groups: try ParameterGroups([ParameterGroup("body.*", rate: 2, decay: 1)], of: network))
    train(&network, &optimizer)
    for (name, tensor) in network.tensors { #expect((tensor == before[name]) == name.hasPrefix("body"), "\(name)") }
  }

  @Test func groupsOfAnotherModuleAreAMistake() async {
    await #expect(processExitsWith: .failure) {
      var dense = Dense(inputs: 1, outputs: 1)
      dense.initializeParameters(seed: 0)
      var optimizer = SGD()
      optimizer.groups = try ParameterGroups([ParameterGroup("*", rate: 2)], of: GroupNorm(groups: 1, channels: 1))
      let zeros = ["weight": Tensor([1, 1], repeating: 0), "bias": Tensor([1], repeating: 0)]
      optimizer.update(&dense, along: ParameterGradients(values: zeros))
    }
  }

  /// Steps leave every tensor where it is in memory: nothing is copied.
  @Test(arguments: optimizers.indices.dropLast()) func stepsTakeNoMemory(index: Int) throws {
    var network = network()
    var optimizer = Self.optimizers[index]
    optimizer.groups = try ParameterGroups([ParameterGroup("*", decay: 0.5)], of: network)
    train(&network, &optimizer, steps: 0..<1)
    func addresses() -> [UnsafePointer<Float>] {
      (Array(network.tensors.sorted { $0.key < $1.key })
        + optimizer.state.filter { $0.key != "step" }.sorted {
          $0.key < $1.key
        }).map(\.value.pointer)
    }
    let before = addresses()
    train(&network, &optimizer, steps: 1..<2)
    #expect(addresses() == before)
  }
}
