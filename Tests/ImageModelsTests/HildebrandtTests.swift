// Hildebrandt's network against PyTorch, from weights and data that both sides compute from one formula; convolutions are
// exact, so that rules are compared and not rounding.
import Foundation
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct HildebrandtTests {
  private let fixture: SafeTensors
  private static let batch = 8

  init() throws {
    fixture = try Fixture("hildebrandt", in: .module).contents
  }

  /// The network with the formula's weights, and without dropout.
  private func startingNetwork() -> Hildebrandt {
    var network = Hildebrandt(usesDropout: false)
    network.takeFormulaValues()
    return network
  }

  private func data(_ step: Int) -> (input: Tensor, target: Tensor) {
    (formulaNumbers(1000 + step, [Self.batch, 150, 150, 1]), formulaNumbers(2000 + step, [Self.batch, 37]))
  }

  private func loss(
    _ network: inout Hildebrandt, step: Int
  ) throws -> (value: Tensor, gradients: ParameterGradients) {
    let (input, target) = data(step)
    var context = Context.training(random: RandomSource(seed: 0))
    context.precision = .exact
    return try network.valueWithGradients(in: context) { network, context in
      meanSquaredError(network(Variable(input), in: &context), Variable(target))
    }
  }

  private func expected(_ name: String) throws -> Tensor {
    try #require(fixture.tensors[name], "the fixture has no \(name)")
  }

  @Test func startIsTheFixtures() throws {
    try startingNetwork().forEachParameter { name, parameter in
      guard parameter.role != .counter else { return }
      let start = try expected("start/\(name)")
      #expect(Array(parameter.value.scalars.prefix(32)) == start.scalars, "\(name)")
    }
  }

  @Test func parameterCounts() {
    let layers = Hildebrandt().graph(input: [1, 150, 150, 1]).summary
    #expect(layers.reduce(0) { $0 + $1.parameters } == 849_285)
    #expect(layers.reduce(0) { $0 + $1.trainableParameters } == 848_133)
    #expect(layers.last?.output == [1, 37])
  }

  @Test func outputLossAndEveryGradient() throws {
    var network = startingNetwork()
    var context = Context.training(random: RandomSource(seed: 0))
    context.precision = .exact
    let output = network(Variable(data(0).input), in: &context).value
    #expect(output.relativeError(to: try expected("output")) < 2e-5)
    let (value, gradients) = try loss(&network, step: 0)
    #expect(value.relativeError(to: try expected("loss")) < 2e-6)
    // PyTorch's own float32 gradients are up to 1.4e-4 from float64's here.
    for (name, gradient) in gradients.values {
      let norm = gradient.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(norm / Double(try expected("gradientNorm/\(name)").scalar) - 1) < 3e-4, "\(name)")
      let head = Tensor([min(32, gradient.shape.count)], scalars: Array(gradient.scalars.prefix(32)))
      let scale = gradient.scalars.map(abs).max() ?? 0
      for (found, wanted) in zip(head.scalars, try expected("gradientHead/\(name)").scalars) {
        #expect(abs(found - wanted) <= 5e-4 * scale, "\(name)")
      }
      if let whole = fixture.tensors["gradient/\(name)"] {
        #expect(gradient.relativeError(to: whole) < 5e-4, "\(name)")
      }
    }
  }

  /// The losses of ten steps of Adam. At the author's rate of 1e-3 the first steps from random weights are chaotic -
  /// PyTorch in float32 and in float64 differ in the third digit after three of them - so there only the first two can be
  /// compared; at 1e-6 all ten can, and a rate that is a tenth too high shows (see ``anotherRateShows()``).
  @Test(arguments: [(rate: Float(1e-6), prefix: "smallRate/", comparable: 10), (1e-3, "", 2)])
  func tenAdamSteps(rate: Float, prefix: String, comparable: Int) throws {
    var network = startingNetwork()
    let losses = try trained(&network, rate: rate)
    for (step, loss) in losses.prefix(comparable).enumerated() {
      let expected = try expected("\(prefix)losses").scalars[step]
      #expect(abs(loss / expected - 1) < (comparable == 10 ? 1e-5 : 1e-4), "step \(step)")
    }
    guard comparable == 10 else { return }
    // Ours are corrected for their start, Keras's are not: undone here, by the closed form of the difference.
    let weight = Float(1 - pow(0.99, 10.0))
    network.visitParameters { name, parameter in
      switch name.split(separator: ".").last {
      case "runningMean":
        parameter.value = Tensor(parameter.shape, scalars: parameter.value.scalars.map { $0 * weight })
      case "runningVariance":
        parameter.value = Tensor(parameter.shape, scalars: parameter.value.scalars.map { 1 + ($0 - 1) * weight })
      default: break
      }
    }
    try network.forEachParameter { name, parameter in
      guard parameter.role == .statistic else { return }
      let wanted = try expected("\(prefix)trained/\(name)")
      #expect(parameter.value.relativeError(to: wanted) < 1e-4, "\(name)")
    }
    var context = Context.inference
    let output = network(Variable(data(0).input), in: &context).value
    #expect(output.relativeError(to: try expected("\(prefix)inferenceOutput")) < 1e-5)
  }

  @Test func anotherRateShows() throws {
    var network = startingNetwork()
    let losses = try trained(&network, rate: 1.1e-6)
    let deviations = zip(losses, try expected("smallRate/losses").scalars).map { abs($0 / $1 - 1) }
    #expect((deviations.max() ?? 0) > 1e-4)
  }

  /// Takes ten steps of Adam and returns their losses.
  private func trained(_ network: inout Hildebrandt, rate: Float) throws -> [Float] {
    var optimizer = Adam(learningRate: rate)
    return try (0..<10).map { step in
      let (value, gradients) = try loss(&network, step: step)
      optimizer.update(&network, along: gradients)
      return value.scalar
    }
  }
}
