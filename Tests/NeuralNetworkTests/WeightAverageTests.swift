// Moving averages of weights against loops in double precision and against Keras's.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct WeightAverageTests {
  private func network(seed: UInt64 = 1) -> Sequential {
    var layers = Sequential([("dense", Dense(inputs: 300, outputs: 200)), ("norm", BatchNorm(channels: 200))])
    layers.initializeParameters(seed: seed)
    return layers
  }

  /// Other values for every parameter, as after a step.
  private func moved(_ network: Sequential, step: Int) -> Sequential {
    var network = network
    network.visitParameters { name, parameter in
      parameter.value =
        parameter.role == .counter
        ? Tensor(Float(step + 1)) : .random(parameter.shape, seed: UInt64(100 * step + name.count))
    }
    return network
  }

  @Test(arguments: [true, false], [Float(0.25), 0.875]) func isTheExponentialMovingAverage(
    warmsUp: Bool, decay: Float
  ) {
    var network = network()
    var average = WeightAverage(of: network, decay: decay, warmsUp: warmsUp)
    var expected = network.tensors.mapValues { $0.scalars.map(Double.init) }
    for step in 0..<20 {
      network = moved(network, step: step)
      average.update(with: network)
      let past = warmsUp ? min(Double(decay), Double(1 + step) / Double(10 + step)) : Double(decay)
      for (name, tensor) in network.tensors {
        expected[name] = zip(expected[name] ?? [], tensor.scalars).map { $0 * past + Double($1) * (1 - past) }
      }
    }
    expected["norm.batches"] = [20]
    #expect(average.updates == 20 && average.module.tensors.count == expected.count)
    for (name, tensor) in average.module.tensors {
      let wanted = Tensor(tensor.shape, scalars: (expected[name] ?? []).map { Float($0) })
      #expect(tensor.relativeError(to: wanted) < 1e-6, "\(name)")
    }
  }

  /// Keras's optimizers begin their average with the weight after the first step, and have no warm-up.
  @Test(arguments: [0.25, 0.875, 0.9990234375]) func isKerass(momentum: Double) throws {
    let fixture = try Fixture("weight-average", in: .module)
    let weights = try #require(fixture.contents.tensors["weight"])
    let expected = try #require(fixture.tensor("average", "\(momentum)"))
    func step(_ step: Int, of tensor: Tensor) -> Tensor {
      Tensor([5, 7], scalars: Array(tensor.scalars[step * 35..<(step + 1) * 35]))
    }
    var dense = Dense(inputs: 5, outputs: 7, usesBias: false)
    dense.weight.value = step(0, of: weights)
    var average = WeightAverage(of: dense, decay: Float(momentum), warmsUp: false)
    for index in 1..<12 {
      dense.weight.value = step(index, of: weights)
      average.update(with: dense)
      #expect(average.module.weight.value.relativeError(to: step(index, of: expected)) < 1e-6, "step \(index)")
    }
    #expect(average.module.weight.value.relativeError(to: dense.weight.value) > 1e-3)
  }

  /// A decay of nearly 1 is not rounded away: after one step the average is a thousandth of a percent on its way.
  @Test func longAverages() {
    var dense = Dense(inputs: 1, outputs: 1, usesBias: false)
    dense.weight.value = Tensor([1, 1], repeating: 0)
    var average = WeightAverage(of: dense, decay: 0.99999, warmsUp: false)
    dense.weight.value = Tensor([1, 1], repeating: 1)
    average.update(with: dense)
    #expect(abs(Double(average.module.weight.value.scalar) / (1 - Double(Float(0.99999))) - 1) < 1e-6)
  }

  @Test func stateGoesThroughACheckpoint() throws {
    var network = network()
    var whole = WeightAverage(of: network, decay: 0.9)
    for step in 0..<3 {
      network = moved(network, step: step)
      whole.update(with: network)
    }
    let folder = try TemporaryFolder()
    try SafeTensors(["network": network.tensors, "average": whole.state]).write(to: folder.path("run.safetensors"))
    let contents = try SafeTensors(path: folder.path("run.safetensors"))
    var resumed = WeightAverage(of: self.network(seed: 9), decay: 0.9)
    try resumed.restore(contents[prefix: "average"])
    #expect(resumed.updates == 3 && resumed.module.tensors == whole.module.tensors)
    network = moved(network, step: 3)
    whole.update(with: network)
    resumed.update(with: network)
    #expect(resumed.state == whole.state && resumed.updates == 4)
  }

  @Test func statesThatDoNotFitAreRefused() throws {
    var average = WeightAverage(of: network())
    let before = average.state
    func problem(_ change: (inout [String: Tensor]) -> Void) -> String? {
      var state = before
      change(&state)
      do {
        try average.restore(state)
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(problem { _ in } == nil)
    #expect(problem { $0["updates"] = nil } == "the parameters do not fit the network: missing updates")
    #expect(problem { $0["updates"] = Tensor(-1) } == "the parameters do not fit the network: missing updates")
    #expect(problem { $0["module.dense.bias"] = nil } == "the parameters do not fit the network: missing dense.bias")
    #expect(problem { $0["other"] = Tensor(1) } == "the parameters do not fit the network: unexpected other")
    #expect(average.state == before)
  }

  /// The network trains on, and the average stays what it was; it has memory of its own and takes no more.
  @Test func averagesAreIndependentAndInPlace() {
    var network = network()
    var average = WeightAverage(of: network)
    network = moved(network, step: 0)
    average.update(with: network)
    func addresses() -> [UnsafePointer<Float>] {
      average.module.tensors.filter { $0.key != "norm.batches" }.sorted { $0.key < $1.key }.map(\.value.pointer)
    }
    let before = addresses()
    let values = average.module.tensors
    network = moved(network, step: 1)
    #expect(average.module.tensors == values)
    average.update(with: network)
    // `values` still holds the old ones, so that the first update after it copies; the next does not.
    let copied = addresses()
    #expect(copied != before)
    average.update(with: network)
    #expect(addresses() == copied && values["dense.weight"]?.pointer == before[1])
  }

  @Test func otherModulesAreMistakes() async {
    await #expect(processExitsWith: .failure) {
      var short = Dense(inputs: 2, outputs: 1, usesBias: false)
      var long = Dense(inputs: 2, outputs: 1)
      short.initializeParameters(seed: 1)
      long.initializeParameters(seed: 1)
      var average = WeightAverage(of: short)
      average.update(with: long)
    }
    await #expect(processExitsWith: .failure) { _ = WeightAverage(of: Flatten(), decay: 1) }
  }
}
