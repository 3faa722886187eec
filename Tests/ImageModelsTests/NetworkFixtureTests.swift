// Networks against PyTorch, from weights and data that both sides compute from one formula.
import Foundation
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// What the fixture says about a network.
private struct Reference: Decodable {
  /// Trainable parameters in the order of visits.
  let names: [String]
  /// How far PyTorch's own float32 run is from float64.
  let noise: [String: Double]
}

@Suite(.serialized) struct NetworkFixtureTests {
  private let fixture: Fixture

  init() throws {
    fixture = try Fixture("networks", in: .module)
  }

  /// Tolerances are five times PyTorch's own rounding. These networks are deep, and one maximum or rectifier that rounding
  /// tips over changes a gradient by 1e-4: for gradients they are never less than 1e-3, a small part of what a wrong rule
  /// does.
  @Test(arguments: ["galaxy-mobilenet-v1", "galaxy-mobilenet-v2", "mobilenet-v2", "lawlor-vgg16"])
  func outputsAndGradients(name: String) throws {
    let definition = try NetworkRegistry.definition(named: name)
    // Dropout is not part of the comparison.
    let network: any Layer = name == "lawlor-vgg16" ? LawlorVGG16(usesDropout: false) : try definition.makeNetwork()
    try check(network, name: name, input: definition.input)
  }

  private func check(_ network: some Layer, name: String, input: Shape) throws {
    let reference = try fixture.settings(name, as: Reference.self)
    func expected(_ tensor: String) throws -> Tensor {
      try #require(fixture.tensor(name, tensor), "the fixture has no \(name)/\(tensor)")
    }
    func tolerance(_ result: String) throws -> Double {
      let noise = try #require(reference.noise[result], "the fixture has no noise of \(result)")
      return max(5 * noise, result.hasPrefix("gradient") ? 1e-3 : 1e-6)
    }
    var network = network
    network.takeFormulaValues(randomStatistics: true, gain: name == "lawlor-vgg16" ? 2 : 1)
    let images = formulaNumbers(1000, Shape([2] + input.dimensions))
    let target = formulaNumbers(2000, [2, 37])

    var inference = Context.inference
    let inferred = network(Variable(images), in: &inference).value
    #expect(inferred.largestDifference(from: try expected("inferenceOutput")) < (try tolerance("inferenceOutput")))

    var outputs: Tensor?
    let (loss, gradients) = try network.valueWithGradients(
      in: .training(random: RandomSource(seed: 0))
    ) { network, context in
      let output = network(Variable(images), in: &context)
      outputs = output.value
      return meanSquaredError(output, Variable(target))
    }
    let output = try #require(outputs)
    #expect(output.largestDifference(from: try expected("output")) < (try tolerance("output")))
    #expect(loss.relativeError(to: try expected("loss")) < (try tolerance("loss")))

    var names: [String] = []
    network.forEachParameter { name, parameter in
      if parameter.role == .trainable { names.append(name) }
    }
    try #require(names == reference.names)
    let norms = try expected("gradientNorm").scalars
    let largest = Double(norms.max() ?? 0)
    for (parameter, wanted) in zip(names, norms) {
      let gradient = try #require(gradients.values[parameter])
      let norm = gradient.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      if wanted == 0 {
        #expect(norm < 1e-5 * largest, "\(parameter)")
      } else {
        #expect(abs(norm / Double(wanted) - 1) < (try tolerance("gradientNorm")), "\(parameter)")
      }
      guard let head = fixture.tensor(name, "gradientHead/\(parameter)") else { continue }
      let scale = Double(gradient.scalars.reduce(0) { max($0, abs($1)) })
      let found = Tensor(head.shape, scalars: Array(gradient.scalars.prefix(head.shape.count)))
      #expect(found.largestDifference(from: head) < scale * (try tolerance("gradientHead")), "\(parameter)")
    }
  }
}

extension Tensor {
  /// The largest difference between elements; infinite where one is not finite.
  fileprivate func largestDifference(from expected: Tensor) -> Double {
    zip(scalars, expected.scalars).reduce(shape == expected.shape ? 0 : .infinity) { worst, pair in
      pair.0.isFinite ? max(worst, abs(Double(pair.0) - Double(pair.1))) : .infinity
    }
  }
}
