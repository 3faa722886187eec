// Random cases of all operations: values and gradients against PyTorch's.
//
// The fixture's few hundred run always; GALAXY_RANDOM_CASES names a file of more, as Scripts/compare_operations makes, and
// GALAXY_RANDOM_BITS a file to be written, from which Scripts/compare_kernels sees whose bits depend on the instruction set.
import Foundation
import NeuralNetwork
import Tensors
import TestSupport
import Testing

@Suite struct RandomCasesTests {
  @Test func fixtureMatchesPyTorch() throws {
    try expectNoMismatches(in: try Fixture("random_cases", in: .module))
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["GALAXY_RANDOM_CASES"] != nil))
  func fileMatchesPyTorch() throws {
    let path = try #require(ProcessInfo.processInfo.environment["GALAXY_RANDOM_CASES"])
    try expectNoMismatches(in: try Fixture(path: path))
  }

  /// Writes the fixture's results, a line each: operation, case, name of the result and its elements' bits.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GALAXY_RANDOM_BITS"] != nil))
  func bitsAreWritten() throws {
    let path = try #require(ProcessInfo.processInfo.environment["GALAXY_RANDOM_BITS"])
    let lines = try cases().flatMap { test in
      try test.results().sorted { $0.key < $1.key }.map { name, tensor in
        let bits = tensor.scalars.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
        return "\(test.settings.operation),\(test.name),\(name),\(bits)"
      }
    }
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Records every mismatch of every case.
  private func expectNoMismatches(in fixture: Fixture) throws {
    #expect(!fixture.cases.isEmpty)
    for name in fixture.cases {
      for mismatch in try RandomCase(name, in: fixture).mismatches() { Issue.record("\(mismatch)") }
    }
  }

  /// A result and gradients that are wrong by a part in 500 are found in every case that has any.
  @Test func wrongFactorsAreFound() throws {
    for test in try cases() {
      let tensors = Set(try test.mismatches { CaseResult(try $0.result().output * (1 + 1 / 512)) }.map(\.tensor))
      let wanted = try test.nonzeroTensors()
      #expect(tensors.isSuperset(of: wanted), "\(test.name): \(wanted.subtracting(tensors)) may be wrong")
    }
  }

  /// One element that is wrong by a part in 500 of the largest is found, and no other.
  @Test func wrongElementsAreFound() throws {
    for test in try cases() where try test.nonzeroTensors().contains("output") {
      let mismatches = try test.mismatches { operands in
        let output = try operands.result().output
        var error = [Float](repeating: 0, count: output.shape.count)
        error[error.count - 1] = output.value.scalars.map(Swift.abs).max().map { $0 / 512 } ?? 0
        return CaseResult(output + Variable(Tensor(output.shape, scalars: error)))
      }
      #expect(Set(mismatches.map(\.tensor)) == ["output"], "\(test.name)")
      #expect(Set(mismatches.map(\.place)).count == 1, "\(test.name)")
    }
  }

  @Test func wrongShapesAreFound() throws {
    for test in try cases() {
      let mismatches = try test.mismatches { operands in
        let output = try operands.result().output
        return CaseResult(reshape(output, to: Shape([1] + output.shape.dimensions)))
      }
      #expect(mismatches.contains { $0.tensor == "output" && $0.place == "shape" }, "\(test.name)")
    }
  }

  private func cases() throws -> [RandomCase] {
    let fixture = try Fixture("random_cases", in: .module)
    return try fixture.cases.map { try RandomCase($0, in: fixture) }
  }
}
