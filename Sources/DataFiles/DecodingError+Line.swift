// What is wrong with a file that people write, in one line.

extension DecodingError {
  /// What is wrong and where, in one line.
  package var line: String {
    func path(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch self {
    case .keyNotFound(let key, let context): return "\(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let problem = context.debugDescription.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      return context.codingPath.isEmpty ? problem : "\(path(context.codingPath)): \(problem)"
    @unknown default: return "\(self)"
    }
  }
}
