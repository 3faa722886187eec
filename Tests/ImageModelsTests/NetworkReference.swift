// What another program made of a network, and the comparison with it.
import Foundation
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// One network of a fixture: its outputs and gradients for one batch, in float64, and how far that program's own float32
/// run is from them.
struct NetworkReference {
  private struct Settings: Decodable {
    let names: [String]
    let noise: [String: Double]
    let width: Double?
    let resolution: Int?
    let batch: Int?
    let gain: Double?
  }

  private let fixture: Fixture
  private let network: String
  private let settings: Settings

  init(_ network: String, in fixture: Fixture) throws {
    self.fixture = fixture
    self.network = network
    settings = try fixture.settings(network, as: Settings.self)
  }

  /// The options that the fixture's network was built with, but for outputs and head.
  var options: NetworkOptions {
    NetworkOptions(widthMultiplier: settings.width ?? 1, imageSize: settings.resolution.map(ImageSize.init(side:)))
  }

  /// Images of the batch.
  var batch: Int { settings.batch ?? 2 }

  /// The formula's gain.
  var gain: Double { settings.gain ?? 1 }

  /// Trainable parameters in the order of visits.
  var names: [String] { settings.names }

  func expected(_ tensor: String) throws -> Tensor {
    try #require(fixture.tensor(network, tensor), "the fixture has no \(network)/\(tensor)")
  }

  /// Five times the other program's own rounding. These networks are deep, and one maximum or rectifier that rounding
  /// tips over changes a gradient by 1e-4: for gradients it is never less than 1e-3, a small part of what a wrong rule
  /// does.
  func tolerance(_ result: String) throws -> Double {
    let noise = try #require(settings.noise[result], "the fixture has no noise of \(result)")
    return max(5 * noise, result.hasPrefix("gradient") ? 1e-3 : 1e-6)
  }

  /// Whether a result is the fixture's.
  func matches(_ result: String, _ found: Tensor) throws -> Bool {
    found.largestDifference(from: try expected(result)) < (try tolerance(result))
  }

  /// Compares outputs with both kinds of statistics, the loss and every parameter's gradient.
  func check(_ network: inout some ImageNetwork, images: Tensor, target: Tensor) throws {
    #expect(try matches("inferenceOutput", network.prediction(for: images)))

    var outputs: Tensor?
    let (loss, gradients) = try network.valueWithGradients(
      in: .training(random: RandomSource(seed: 0))
    ) { network, context in
      let output = network(Variable(images), in: &context)
      outputs = output.value
      return meanSquaredError(output, Variable(target))
    }
    #expect(try matches("output", try #require(outputs)))
    #expect(loss.relativeError(to: try expected("loss")) < (try tolerance("loss")))

    var names: [String] = []
    network.forEachParameter { name, parameter in
      if parameter.role == .trainable { names.append(name) }
    }
    try #require(names == self.names)
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
      guard let head = fixture.tensor(self.network, "gradientHead/\(parameter)") else { continue }
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
