// Modules of users' own: their parts, and the mistakes that can be made in naming them.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// Every kind of part: parameters, modules, optionals and lists of these, of one type and of any.
private struct Everything: Module {
  var weight = Parameter([2], initializer: .ones)
  var bias: Parameter? = Parameter([3], initializer: .zeros)
  var absent: Parameter?
  var scales = [Parameter([1], initializer: .ones), Parameter([4], initializer: .ones)]
  var dense = Dense(inputs: 2, outputs: 3)
  var norm: BatchNorm? = BatchNorm(channels: 2)
  var noLayer: Dense?
  var layer: any Layer = Dense(inputs: 1, outputs: 1)
  var optionalLayer: (any Layer)? = Dense(inputs: 1, outputs: 2, usesBias: false)
  var denses = [Dense(inputs: 1, outputs: 1), Dense(inputs: 2, outputs: 1)]
  var layers: [any Layer] = [Flatten(), Dense(inputs: 3, outputs: 1)]
  var modules: [any Module] = [Dense(inputs: 1, outputs: 4)]

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("weight", &weight)
    visitor("bias", &bias)
    visitor("absent", &absent)
    visitor("scales", &scales)
    visitor("dense", &dense)
    visitor("norm", &norm)
    visitor("noLayer", &noLayer)
    visitor("layer", &layer)
    visitor("optionalLayer", &optionalLayer)
    visitor("denses", &denses)
    visitor("layers", &layers)
    visitor("modules", &modules)
  }
}

/// Two inputs and two outputs.
private struct TwoByTwo: Module {
  var left = Dense(inputs: 2, outputs: 3)
  var right = Dense(inputs: 4, outputs: 3)
  var heads = [Dense(inputs: 3, outputs: 1), Dense(inputs: 3, outputs: 2)]

  func callAsFunction(
    _ a: Variable, _ b: Variable, in context: inout Context
  ) -> (Variable, Variable) {
    let joined = relu(left(a, in: &context) + right(b, in: &context))
    return (heads[0](joined, in: &context), heads[1](joined, in: &context))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("left", &left)
    visitor("right", &right)
    visitor("heads", &heads)
  }
}

private struct Forgetful: Module {
  var first = Dense(inputs: 2, outputs: 2)
  var rest: [any Layer] = [Dropout(rate: 0.5), BatchNorm(channels: 3)]

  mutating func visitParts(_ visitor: inout PartVisitor) { visitor("first", &first) }
}

private struct SameName: Module {
  var first = Dense(inputs: 2, outputs: 2)
  var second = Dense(inputs: 2, outputs: 2)

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("dense", &first)
    visitor("dense", &second)
  }
}

/// Parts of different kinds under one name have no parameter in common.
private struct SameNameOfOthers: Module {
  var first = Parameter([1], initializer: .zeros)
  var second = Flatten()

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("part", &first)
    visitor("part", &second)
  }
}

private struct Twice: Module {
  var dense = Dense(inputs: 1, outputs: 1)

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("a", &dense)
    visitor("b", &dense)
  }
}

@Suite struct ModuleTests {
  @Test func everyPartIsVisitedUnderItsName() throws {
    var names: [String] = []
    Everything().forEachParameter { name, _ in names.append(name) }
    #expect(
      names == [
        "weight", "bias", "scales.0", "scales.1", "dense.weight", "dense.bias", "norm.scale", "norm.offset",
        "norm.runningMean", "norm.runningVariance", "norm.batches", "layer.weight", "layer.bias",
        "optionalLayer.weight", "denses.0.weight", "denses.0.bias", "denses.1.weight", "denses.1.bias",
        "layers.1.weight", "layers.1.bias", "modules.0.weight", "modules.0.bias",
      ])
    try Everything().checkParts()
  }

  /// Two and three numbers, five scales, 9 and 8 of the two parts, 2 + 2 of the layers, 2 + 3, 4 and 8 of the lists.
  @Test func countsLeaveCountersOut() throws {
    var module = Everything()
    #expect(module.parameterCount == 2 + 3 + 5 + 9 + 8 + 2 + 2 + 2 + 3 + 4 + 8)
    #expect(module.trainableParameterCount == module.parameterCount - 4)
    try module.freeze(matching: "dense.*")
    #expect(module.trainableParameterCount == module.parameterCount - 4 - 9)
  }

  /// An optimizer changes gigabytes: wherever a parameter is stored, its tensor stays where it is.
  @Test func partsAreChangedInPlace() {
    var module = Everything()
    module.initializeParameters(seed: 1)
    func addresses() -> [String: Int] {
      var addresses: [String: Int] = [:]
      module.forEachParameter { name, parameter in
        parameter.value.withUnsafeBuffer { addresses[name] = Int(bitPattern: $0.baseAddress) }
      }
      return addresses
    }
    let before = addresses()
    module.visitParameters { _, parameter in
      parameter.update { $0.withUnsafeMutableBuffer { $0[0] += 1 } }
    }
    #expect(addresses() == before && before.count == 22)
    #expect(module.weight.value.scalars == [2, 1] && module.bias?.value.scalars == [1, 0, 0])
  }

  @Test func theFirstErrorEndsTheVisit() {
    struct Stop: Error {}
    var visited = 0
    var module = Everything()
    #expect(throws: Stop.self) {
      try module.visitParameters { name, _ in
        visited += 1
        if name == "scales.0" { throw Stop() }
      }
    }
    #expect(visited == 3)
  }

  @Test func twoInputsAndTwoOutputsTrain() throws {
    var module = TwoByTwo()
    module.initializeParameters(seed: 1)
    var optimizer = Adam(learningRate: 0.02)
    let (a, b) = (Tensor.random([8, 2], seed: 1), Tensor.random([8, 4], seed: 2))
    let (c, d) = (Tensor.random([8, 1], seed: 3), Tensor.random([8, 2], seed: 4))
    var losses: [Float] = []
    for _ in 0..<200 {
      let (loss, gradients) = try module.valueWithGradients(in: .training(random: RandomSource(seed: 0))) {
        module, context in
        let (first, second) = module(Variable(a), Variable(b), in: &context)
        return meanSquaredError(first, Variable(c)) + meanSquaredError(second, Variable(d))
      }
      optimizer.update(&module, along: gradients)
      losses.append(loss.scalar)
    }
    #expect(losses[199] < losses[0] / 4)
    var copy = TwoByTwo()
    try copy.load(module.tensors)
    #expect(copy.tensors == module.tensors)
  }

  private func problem(_ module: some Module) -> String? {
    do {
      try module.checkParts()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func mistakesNameThePlace() {
    #expect(
      problem(Forgetful())
        == "Forgetful: the parameter rest.1.scale of shape [3] is stored, but no visitParts visits it")
    #expect(problem(SameName()) == "SameName: two parts are called dense")
    #expect(problem(SameNameOfOthers()) == "SameNameOfOthers: two parts are called part")
    #expect(problem(Twice()) == "Twice: a parameter [1, 1] is visited twice, as a.weight and as b.weight")
    // A mistake inside a part is found from outside.
    let row = Sequential([("flatten", Flatten()), ("part", Broken())])
    #expect(
      problem(row)
        == "Sequential: the parameter parts.1.layer.dense.weight of shape [1, 1] is stored, but no visitParts visits it"
    )
  }

  private struct Broken: Layer {
    var dense = Dense(inputs: 1, outputs: 1)
    func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { dense(input, in: &context) }
  }

  @Test func twoParametersOfOneNameAreNeitherTrainedNorLoaded() {
    var module = SameName()
    module.visitParameters { _, parameter in parameter.value = Tensor(parameter.shape, repeating: 0) }
    #expect {
      _ = try module.valueWithGradients(in: .inference) { module, _ in sum(module.first.weight.variable) }
    } throws: {
      "\($0)" == "SameName: two parameters are called dense.weight"
    }
    #expect(throws: ModuleError.self) {
      try module.load(["dense.weight": Tensor([2, 2], repeating: 0), "dense.bias": Tensor([2], repeating: 0)])
    }
  }

  @Test func mistakesStopTheProgramWithTheirText() async throws {
    let initialising = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var module = Forgetful()
        module.initializeParameters(seed: 0)
      })
    #expect(String(decoding: initialising.standardErrorContent, as: UTF8.self).contains("rest.1.scale of shape [3]"))
    let calling = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Dense(inputs: 4, outputs: 4).prediction(for: Tensor([1, 4], repeating: 0))
      })
    let text = String(decoding: calling.standardErrorContent, as: UTF8.self)
    #expect(text.contains("shape [4, 4]") && text.contains("initializeParameters") && text.contains("visitParts"))
  }
}
