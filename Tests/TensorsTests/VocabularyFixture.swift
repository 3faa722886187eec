// The cases of the fixture that many small operations share.
import TestSupport
import Testing

extension OperationCase {
  /// The cases of one operation in `vocabulary.safetensors`, whose names begin with the operation's.
  static func vocabulary(_ operation: String) -> [OperationCase] {
    guard let fixture = try? Fixture("vocabulary", in: .module) else {
      Issue.record("no fixture vocabulary.safetensors")
      return []
    }
    let cases = fixture.cases.filter { $0.hasPrefix(operation + ".") }
    if cases.isEmpty { Issue.record("vocabulary.safetensors has no case of \(operation)") }
    return cases.map { OperationCase(fixture: fixture, operation: operation, name: $0) }
  }
}
