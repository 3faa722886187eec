// The checker of modules: it accepts what is right and names the parameters whose gradients are wrong.
import GradientChecking
import NeuralNetwork
import Tensors
import Testing

/// A dense layer whose bias can get a gradient twice too large.
private struct Skewed: Module {
  var weight = Parameter([3, 2], initializer: .normal(deviation: 1))
  var bias = Parameter([2], initializer: .zeros)
  var factor: Float = 1

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("weight", &weight)
    visitor("bias", &bias)
  }

  func callAsFunction(_ input: Variable) -> Variable {
    let factor = factor
    return matrixProduct(input, weight.variable)
      + elementwise(bias.variable, { $0 }, derivativeOfInput: { _ in factor })
  }
}

@Suite struct ModuleGradientsTests {
  private let input = Variable(Tensor([2, 3], scalars: [1, -1, 0.5, 2, 0.25, -0.75]))

  private func module(factor: Float) -> Skewed {
    var module = Skewed(factor: factor)
    module.initializeParameters(seed: 1)
    return module
  }

  @Test func rightGradientsPass() throws {
    #expect(try gradientMismatches(of: module(factor: 1)) { module, _ in module(input) }.isEmpty)
  }

  @Test func wrongGradientsAreNamed() throws {
    let mismatches = try gradientMismatches(of: module(factor: 2)) { module, _ in module(input) }
    #expect(mismatches.map(\.operand) == ["bias", "bias"] && mismatches.map(\.element) == [0, 1])
  }

  @Test func unusedParametersAreAnError() {
    #expect(throws: MissingGradientError.self) {
      _ = try gradientMismatches(of: module(factor: 1)) { module, _ in matrixProduct(input, module.weight.variable) }
    }
  }

  /// Dropout drops the same in every pass, and statistics stay those of the module.
  @Test func layersInTraining() throws {
    var layers = Sequential([
      ("dense", Dense(inputs: 3, outputs: 4)), ("norm", BatchNorm(channels: 4)), ("dropout", Dropout(rate: 0.5)),
    ])
    layers.initializeParameters(seed: 2)
    let before = layers.tensors
    let mismatches = try gradientMismatches(of: layers, step: 1e-3, tolerance: 1e-2) { layers, context in
      layers(input, in: &context)
    }
    #expect(mismatches.isEmpty)
    #expect(layers.tensors == before)
  }
}
