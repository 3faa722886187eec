// What can go wrong with a file, as one line.

/// A file or folder that could not be used, named, with the reason.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was wrong, as a phrase that can follow the path and a colon.
  public let problem: String

  /// An error about `path`.
  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// `path: problem` on one line, with quotes for an empty path; control characters are written out.
  public var description: String { "\(path.isEmpty ? "\"\"" : path): \(problem)".printable }
}
