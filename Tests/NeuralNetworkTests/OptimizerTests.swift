// Every optimizer against Keras's, step by step, and its memory across an interruption.
import Foundation
import NeuralNetwork
import TestSupport
import Tensors
import Testing

private struct Settings: Decodable {
  let rule: String
  let learningRate: Float
  let weightDecay: Float?
  let beta1: Float?
  let beta2: Float?
  let rho: Float?
  let momentum: Float?
  let epsilon: Float?
  let centered: Bool?
  let nesterov: Bool?

  func optimizer() throws -> any Optimizer {
    switch rule {
    case "adam":
      return Adam(
        learningRate: learningRate, beta1: beta1 ?? 0.9, beta2: beta2 ?? 0.999, epsilon: epsilon ?? 1e-7)
    case "adamw": return AdamW(learningRate: learningRate, weightDecay: try #require(weightDecay))
    case "rmsprop":
      return RMSProp(
        learningRate: learningRate, rho: rho ?? 0.9, momentum: momentum ?? 0, epsilon: epsilon ?? 1e-7,
        isCentered: centered ?? false)
    default:
      return SGD(learningRate: learningRate, momentum: momentum ?? 0, usesNesterov: nesterov ?? false)
    }
  }
}

@Suite struct OptimizerTests {
  private static let steps = 15
  private let fixture: Fixture

  init() throws { fixture = try Fixture("optimizers", in: .module) }

  static let cases = [
    "adam", "adamOtherDecays", "adamw", "adamwStrong", "rmsprop", "rmspropMomentum", "rmspropCentered",
    "rmspropCenteredMomentum", "sgd", "sgdMomentum", "sgdNesterov",
  ]

  private func start() throws -> Dense {
    var dense = Dense(inputs: 5, outputs: 7)
    try dense.load([
      "weight": try #require(fixture.tensor("start", "weight")), "bias": try #require(fixture.tensor("start", "bias")),
    ])
    return dense
  }

  /// The part of a tensor [steps, ...] that belongs to one step.
  private func slice(_ name: String, of testCase: String, _ step: Int) throws -> Tensor {
    let all = try #require(fixture.tensor(testCase, name))
    let shape = Shape(Array(all.shape.dimensions.dropFirst()))
    return Tensor(shape, scalars: Array(all.scalars[step * shape.count..<(step + 1) * shape.count]))
  }

  private func gradients(_ step: Int) throws -> ParameterGradients {
    ParameterGradients(values: [
      "weight": try slice("weight", of: "gradients", step), "bias": try slice("bias", of: "gradients", step),
    ])
  }

  /// Takes a step with the rate that the fixture's had.
  private func advance(
    _ network: inout Dense, _ optimizer: inout any Optimizer, _ step: Int, rate: Float
  ) throws {
    optimizer.learningRate = step < 8 ? rate : rate / 2
    optimizer.update(&network, along: try gradients(step))
  }

  /// The largest relative error over all steps of a rule against a case.
  private func error(of optimizer: any Optimizer, against testCase: String) throws -> Double {
    var (network, optimizer) = (try start(), optimizer)
    let rate = optimizer.learningRate
    var worst = 0.0
    for step in 0..<Self.steps {
      try advance(&network, &optimizer, step, rate: rate)
      for (name, tensor) in network.tensors {
        worst = max(worst, tensor.relativeError(to: try slice(name, of: testCase, step)))
      }
    }
    #expect(optimizer.step == Self.steps)
    return worst
  }

  @Test(arguments: cases) func movesAsInKeras(testCase: String) throws {
    #expect(fixture.cases == Self.cases.sorted())
    let settings = try fixture.settings(testCase, as: Settings.self)
    let error = try error(of: settings.optimizer(), against: testCase)
    #expect(error < 1e-6)
  }

  /// The comparison itself: a rule with one setting a little off must not pass.
  @Test func wrongRulesFail() throws {
    let wrong: [(String, any Optimizer)] = [
      ("adam", Adam(learningRate: 0.01, epsilon: 1e-5)), ("adam", Adam(learningRate: 0.01, beta1: 0.91)),
      ("adamw", AdamW(learningRate: 0.01, weightDecay: 0.005)), ("adamw", Adam(learningRate: 0.01)),
      ("rmsprop", RMSProp(learningRate: 0.01, rho: 0.91)),
      ("rmspropCentered", RMSProp(learningRate: 0.01, epsilon: 0.001)),
      ("rmspropMomentum", RMSProp(learningRate: 0.01, rho: 0.75, epsilon: 0.125)),
      ("sgdMomentum", SGD(learningRate: 0.1, momentum: 0.9, usesNesterov: true)), ("sgd", SGD(learningRate: 0.101)),
    ]
    for (testCase, optimizer) in wrong { #expect(try error(of: optimizer, against: testCase) > 1e-5, "\(testCase)") }
  }

  @Test(arguments: cases) func goesOnAfterAnInterruption(testCase: String) throws {
    let settings = try fixture.settings(testCase, as: Settings.self)
    var whole = try start()
    var optimizer = try settings.optimizer()
    var (halfway, state) = (whole, optimizer.state)
    for step in 0..<Self.steps {
      try advance(&whole, &optimizer, step, rate: settings.learningRate)
      if step == 6 { (halfway, state) = (whole, optimizer.state) }
    }
    var resumed = try settings.optimizer()
    try resumed.restore(state, for: halfway)
    #expect(resumed.step == 7)
    for step in 7..<Self.steps { try advance(&halfway, &resumed, step, rate: settings.learningRate) }
    #expect(halfway.tensors == whole.tensors)
    #expect(resumed.state == optimizer.state)
  }

  @Test func memoryHasItsPlacesInACheckpoint() throws {
    func keys(_ testCase: String) throws -> [String] {
      var (network, optimizer) = (try start(), try fixture.settings(testCase, as: Settings.self).optimizer())
      optimizer.update(&network, along: try gradients(0))
      return optimizer.state.keys.sorted()
    }
    #expect(try keys("adam") == ["first.bias", "first.weight", "second.bias", "second.weight", "step"])
    #expect(try keys("adamw") == keys("adam"))
    #expect(try keys("rmsprop") == ["square.bias", "square.weight", "step"])
    #expect(
      try keys("rmspropCenteredMomentum") == [
        "average.bias", "average.weight", "square.bias", "square.weight", "step", "velocity.bias", "velocity.weight",
      ])
    #expect(try keys("sgd") == ["step"])
    #expect(try keys("sgdNesterov") == ["step", "velocity.bias", "velocity.weight"])
  }

  @Test func stateThatDoesNotFitIsRefused() throws {
    var network = try start()
    var optimizer = Adam()
    optimizer.update(&network, along: try gradients(0))
    func problem(_ change: (inout [String: Tensor]) -> Void) -> String? {
      var state = optimizer.state
      change(&state)
      var fresh = Adam()
      do {
        try fresh.restore(state, for: network)
        return nil
      } catch {
        #expect(fresh.step == 0)
        return "\(error)"
      }
    }
    #expect(problem { _ in } == nil)
    #expect(
      problem { $0["second.bias"] = nil }
        == "holds no optimizer state second.bias, so that no run can go on from it")
    #expect(problem { $0["first.weight"] = Tensor([7, 5], repeating: 0) }?.contains("state first.weight") == true)
    for step in [nil, Tensor(-1), Tensor(0.5), Tensor(.nan), Tensor([2], repeating: 1)] {
      #expect(problem { $0["step"] = step }?.contains("state step") == true)
    }
    #expect(problem { $0 = ["step": Tensor(0)] } == nil)
  }

  /// Steps of the rate along the signs of a running sum, biases left alone: a rule on the package's memory.
  private struct SignDescent: Optimizer {
    var learningRate: Float = 0.5
    var groups = ParameterGroups()
    var memory = OptimizerMemory(["sum"])

    func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
      guard !step.parameter.hasSuffix("bias") else { return }
      memory[0] += gradient
      value -= memory[0].map { $0 < 0 ? -1 : 1 } * step.rate
    }
  }

  @Test func rulesOfOnesOwnAreSavedAndRestored() throws {
    var dense = Dense(inputs: 1, outputs: 2)
    try dense.load(["weight": Tensor([1, 2], scalars: [1, 1]), "bias": Tensor([2], repeating: 9)])
    var optimizer = SignDescent()
    func gradients(_ values: [Float]) -> ParameterGradients {
      ParameterGradients(values: ["weight": Tensor([1, 2], scalars: values), "bias": Tensor([2], repeating: 1)])
    }
    optimizer.update(&dense, along: gradients([2, -2]))
    #expect(dense.weight.value.scalars == [0.5, 1.5] && dense.bias?.value.scalars == [9, 9])
    var resumed = SignDescent()
    try resumed.restore(optimizer.state, for: dense)
    #expect(resumed.step == 1 && optimizer.state.keys.sorted() == ["step", "sum.bias", "sum.weight"])
    resumed.update(&dense, along: gradients([-1, 1]))
    #expect(dense.weight.value.scalars == [0, 2])
    #expect(throws: OptimizerStateError.self) { try resumed.restore(Adam().state.filter { _ in false }, for: dense) }
  }

  @Test func statisticsStay() throws {
    var norm = BatchNorm(channels: 2)
    norm.initializeParameters(seed: 0)
    let before = norm.tensors
    var optimizer = SGD(learningRate: 1)
    optimizer.update(
      &norm,
      along: ParameterGradients(values: ["scale": Tensor([2], repeating: 1), "offset": Tensor([2], repeating: 1)]))
    #expect(norm.scale?.value.scalars == [0, 0] && norm.offset.value.scalars == [-1, -1])
    for name in before.keys where !["scale", "offset"].contains(name) {
      #expect(norm.tensors[name] == before[name], "\(name)")
    }
  }

  @Test func aTrainableParameterWithoutGradientIsAMistake() async {
    await #expect(processExitsWith: .failure) {
      var dense = Dense(inputs: 1, outputs: 1)
      dense.initializeParameters(seed: 0)
      var optimizer = SGD()
      optimizer.update(&dense, along: ParameterGradients(values: ["weight": Tensor([1, 1], repeating: 0)]))
    }
  }
}
