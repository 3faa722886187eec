// What is wrong with a file that names a network, in one line.
internal import DataFiles

extension DecodingError {
  /// What is wrong and where, in one line, which names the networks that there are where the file's is none of them.
  var recipeLine: String {
    if case .dataCorrupted(let context) = self, let error = context.underlyingError as? UnknownNetworkError {
      return "\(error)"
    }
    return line
  }
}
