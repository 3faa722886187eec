// What a random case hands to an operation, and what the operation hands back.
import Tensors
import Testing

/// The operands and settings of one case.
struct CaseOperands {
  let settings: CaseSettings
  /// In the order of ``CaseSettings/operands``.
  let variables: [Variable]

  /// An operand that the operation must have.
  func callAsFunction(_ name: String) throws -> Variable {
    try #require(optional(name), "\(settings.operation) has no operand \(name)")
  }

  /// An operand that the operation may have.
  func optional(_ name: String) -> Variable? { settings.operands.firstIndex(of: name).map { variables[$0] } }
}

/// What an operation computes.
struct CaseResult {
  let output: Variable
  /// Results without a derivative, by their names in the file.
  var others: [String: Tensor] = [:]

  init(_ output: Variable) { self.output = output }

  /// A normalised output and the statistics of its batch.
  init(_ result: (output: Variable, statistics: BatchStatistics)) {
    output = result.output
    others = ["batchMean": result.statistics.mean, "batchVariance": result.statistics.variance]
  }
}

extension CaseOperands {
  /// The operation's result.
  func result() throws -> CaseResult {
    if let result = try normalizationResult() { return result }
    let output = try windowOutput() ?? shapeOutput() ?? pairOutput() ?? functionOutput() ?? lossOutput()
    return CaseResult(try #require(output, "no operation \(settings.operation) is known to the tests"))
  }
}
