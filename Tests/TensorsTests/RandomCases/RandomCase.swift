// One random case: an operation's values and gradients compared with those that PyTorch computes in float64.
import NeuralNetwork
import Tensors
import TestSupport
import Testing

/// A case of a file that Scripts/fixtures/random_cases.py writes.
struct RandomCase {
  let name: String
  let settings: CaseSettings
  private let fixture: Fixture

  init(_ name: String, in fixture: Fixture) throws {
    self.name = name
    self.fixture = fixture
    settings = try fixture.settings(name, as: CaseSettings.self)
  }

  private func stored(_ tensor: String) throws -> Tensor {
    try #require(fixture.tensor(name, tensor), "\(name) has no \(tensor)")
  }

  private func gradientName(_ operand: String) -> String {
    "d" + operand.prefix(1).uppercased() + operand.dropFirst()
  }

  /// Operands that PyTorch computes gradients of.
  private var differentiable: [String] {
    settings.operands.filter { fixture.tensor(name, gradientName($0)) != nil }
  }

  /// The output and the gradients that have an element worth the name, so that a wrong factor must show.
  func nonzeroTensors() throws -> Set<String> {
    Set(
      try (["output"] + differentiable.map(gradientName)).filter { key in
        try stored(key).scalars.contains { Swift.abs($0) > 0.1 }
      })
  }

  /// Compares the results of `operation` where all operands are tracked, each alone, and none.
  func mismatches(_ operation: (CaseOperands) throws -> CaseResult = { try $0.result() }) throws -> [CaseMismatch] {
    let all = differentiable
    let choices = [all, []] + (all.count > 1 ? all.map { [$0] } : [])
    return try choices.flatMap { try mismatches(tracking: $0, operation) }
  }

  private func mismatches(
    tracking tracked: [String], _ operation: (CaseOperands) throws -> CaseResult
  ) throws -> [CaseMismatch] {
    try results(tracking: tracked, operation).sorted { $0.key < $1.key }.flatMap { key, tensor in
      try mismatches(of: tensor, key, tracked: tracked)
    }
  }

  /// The results where all operands are tracked: outputs and gradients by name.
  func results() throws -> [String: Tensor] { try results(tracking: differentiable) { try $0.result() } }

  private func results(
    tracking tracked: [String], _ operation: (CaseOperands) throws -> CaseResult
  ) throws -> [String: Tensor] {
    let tape = Tape()
    let variables = try settings.operands.map { operand in
      let value = try stored(operand)
      return tracked.contains(operand) ? tape.track(value) : Variable(value)
    }
    let result = try operation(CaseOperands(settings: settings, variables: variables))
    var found = result.others
    found["output"] = result.output.value
    if !tracked.isEmpty, result.output.shape == (try stored("output")).shape {
      let gradients = tape.gradients(of: result.output, dOutput: try stored("dOutput"))
      for (operand, variable) in zip(settings.operands, variables) where tracked.contains(operand) {
        let gradient: Tensor = try #require(gradients[variable], "\(name): no gradient of \(operand)")
        found[gradientName(operand)] = gradient
      }
    }
    return found
  }

  private func mismatches(of found: Tensor, _ key: String, tracked: [String]) throws -> [CaseMismatch] {
    func mismatch(_ place: String, _ expected: String, _ found: String) -> CaseMismatch {
      CaseMismatch(
        testCase: name, settings: fixture.contents.metadata[name] ?? "", tracked: tracked, tensor: key, place: place,
        expected: expected, found: found)
    }
    let expected = try stored(key)
    guard found.shape == expected.shape else {
      return [mismatch("shape", "\(expected.shape)", "\(found.shape)")]
    }
    let tolerances = try CaseTolerance(
      settings, key, expected: expected, roundings: fixture.tensor(name, key + "Rounding"))
    return zip(found.scalars, expected.scalars).enumerated().compactMap { index, pair in
      let tolerance = tolerances[index]
      // Not a number is a mismatch, too.
      if Swift.abs(Double(pair.0) - Double(pair.1)) <= tolerance { return nil }
      return mismatch("element \(index) of \(expected.shape)", "\(pair.1) ± \(tolerance)", "\(pair.0)")
    }
  }
}

/// Where an operation and PyTorch disagree.
struct CaseMismatch: CustomStringConvertible {
  let testCase: String
  let settings: String
  let tracked: [String]
  let tensor, place, expected, found: String

  var description: String {
    "\(testCase), \(settings), tracked: \(tracked): \(tensor), \(place): expected \(expected), found \(found)"
  }
}
