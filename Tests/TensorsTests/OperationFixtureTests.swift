// Every operation's values and gradients against PyTorch's.
import Foundation
import Tensors
import TestSupport
import Testing

struct OperationCase: Sendable, CustomTestStringConvertible {
  let fixture: Fixture
  let operation: String
  let name: String
  var testDescription: String { "\(operation) \(name)" }

  static func all(_ operations: [String]) -> [OperationCase] {
    operations.flatMap { operation -> [OperationCase] in
      guard let fixture = try? Fixture(operation, in: .module) else {
        Issue.record("no fixture for \(operation)")
        return []
      }
      return fixture.cases.map { OperationCase(fixture: fixture, operation: operation, name: $0) }
    }
  }

  func tensor(_ tensor: String) throws -> Tensor {
    try #require(fixture.tensor(name, tensor), "\(operation).safetensors has no \(name)/\(tensor)")
  }

  /// Checks the output of `function` and the gradients of the operands that the fixture names.
  func check(
    _ operands: [String], tolerance: Double = 2e-6, of function: ([Variable]) throws -> Variable
  ) throws {
    let tape = Tape()
    let variables = try operands.map { tape.track(try tensor($0)) }
    let output = try function(variables)
    let outputError = output.value.relativeError(to: try tensor("output"))
    #expect(outputError <= tolerance)
    let gradients = tape.gradients(of: output, dOutput: try tensor("dOutput"))
    for (operand, variable) in zip(operands, variables) {
      let expected = try tensor("d" + operand.prefix(1).uppercased() + operand.dropFirst())
      let error = try #require(gradients[variable]).relativeError(to: expected)
      #expect(error <= tolerance, "gradient of \(operand)")
    }
  }
}

private struct Window: Decodable {
  let window: [Int]?
  let stride: [Int]
  let padding: [[Int]]
  var sides: Padding {
    .explicit(top: padding[0][0], bottom: padding[0][1], left: padding[1][0], right: padding[1][1])
  }
}

private struct Axes: Decodable {
  let axes: [Int]
  let keepDims: Bool
}

private struct Normalization: Decodable {
  let training: Bool
  let epsilon: Float
  let momentum: Float
}

@Suite struct OperationFixtureTests {
  @Test(arguments: OperationCase.all(["add", "subtract", "multiply", "divide"]))
  fileprivate func arithmetic(_ test: OperationCase) throws {
    try test.check(["left", "right"]) { operands in
      switch test.operation {
      case "add": operands[0] + operands[1]
      case "subtract": operands[0] - operands[1]
      case "multiply": operands[0] * operands[1]
      default: operands[0] / operands[1]
      }
    }
  }

  @Test(arguments: OperationCase.all(["relu", "relu6", "sigmoid", "exp", "log", "sqrt"]))
  fileprivate func functions(_ test: OperationCase) throws {
    let functions: [String: (Variable) -> Variable] = [
      "relu": relu, "relu6": relu6, "sigmoid": sigmoid, "exp": exp, "log": log, "sqrt": sqrt,
    ]
    let function = try #require(functions[test.operation])
    try test.check(["input"]) { function($0[0]) }
  }

  @Test(arguments: OperationCase.all(["sum", "mean"]))
  fileprivate func reductions(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: Axes.self)
    try test.check(["input"]) { operands in
      test.operation == "sum"
        ? sum(operands[0], over: settings.axes, keepingAxes: settings.keepDims)
        : mean(operands[0], over: settings.axes, keepingAxes: settings.keepDims)
    }
  }

  @Test(arguments: OperationCase.all(["matmul"])) fileprivate func products(_ test: OperationCase) throws {
    try test.check(["left", "right"]) { matrixProduct($0[0], $0[1]) }
  }

  @Test(arguments: OperationCase.all(["dense"])) fileprivate func denseLayers(_ test: OperationCase) throws {
    try test.check(["input", "weight", "bias"]) { dense($0[0], $0[1], bias: $0[2]) }
  }

  @Test(arguments: OperationCase.all(["meanSquaredError"])) fileprivate func losses(_ test: OperationCase) throws {
    try test.check(["prediction", "target"]) { meanSquaredError($0[0], $0[1]) }
  }

  @Test(arguments: OperationCase.all(["conv2d"])) fileprivate func convolutions(_ test: OperationCase) throws {
    let window = try test.fixture.settings(test.name, as: Window.self)
    let hasBias = test.fixture.tensor(test.name, "bias") != nil
    try test.check(["input", "weight"] + (hasBias ? ["bias"] : [])) { operands in
      conv2D(
        operands[0], operands[1], bias: hasBias ? operands[2] : nil,
        stride: HeightWidth(window.stride[0], window.stride[1]), padding: window.sides)
    }
  }

  @Test(arguments: OperationCase.all(["depthwiseConv2d"]))
  fileprivate func depthwiseConvolutions(_ test: OperationCase) throws {
    let window = try test.fixture.settings(test.name, as: Window.self)
    let hasBias = test.fixture.tensor(test.name, "bias") != nil
    try test.check(["input", "weight"] + (hasBias ? ["bias"] : [])) { operands in
      depthwiseConv2D(
        operands[0], operands[1], bias: hasBias ? operands[2] : nil,
        stride: HeightWidth(window.stride[0], window.stride[1]), padding: window.sides)
    }
  }

  @Test(arguments: OperationCase.all(["maxPool2D", "averagePool2D"]))
  fileprivate func pooling(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: Window.self)
    let window = try #require(settings.window)
    let pool = test.operation == "maxPool2D" ? maxPool2D : averagePool2D
    try test.check(["input"]) {
      pool(
        $0[0], HeightWidth(window[0], window[1]), HeightWidth(settings.stride[0], settings.stride[1]), settings.sides)
    }
  }

  @Test(arguments: OperationCase.all(["globalAveragePool2D"]))
  fileprivate func globalPooling(_ test: OperationCase) throws {
    try test.check(["input"]) { globalAveragePool2D($0[0]) }
  }

  @Test(arguments: OperationCase.all(["batchNorm"])) fileprivate func normalization(_ test: OperationCase) throws {
    let settings = try test.fixture.settings(test.name, as: Normalization.self)
    // Rounding of the inputs themselves, relative to their deviation, is what a large mean costs.
    let tolerance = test.name == "trainingLargeMean" ? 1e-4 : 5e-6
    try test.check(["input", "scale", "offset"], tolerance: tolerance) { operands in
      guard settings.training else {
        return batchNorm(
          operands[0], scale: operands[1], offset: operands[2], mean: try test.tensor("runningMean"),
          variance: try test.tensor("runningVariance"), epsilon: settings.epsilon)
      }
      return batchNorm(operands[0], scale: operands[1], offset: operands[2], epsilon: settings.epsilon).output
    }
  }
}
