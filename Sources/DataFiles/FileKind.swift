// What a path leads to.
internal import Foundation

/// What stands at a path, links followed.
public enum FileKind: Sendable, Equatable {
  /// An ordinary file.
  case file
  /// A folder.
  case folder
  /// Something else, such as a pipe.
  case other

  /// What stands at `path`; `nil` where there is nothing, or nothing that may be looked at.
  public init?(path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    switch information.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}
