// Where writing to a path leads.
internal import Foundation

/// What a path names for a writer.
enum WriteTarget {
  /// An ordinary file, or nothing yet, at a path that is no link.
  case file(String)
  /// A pipe, a terminal or another stream, which cannot be replaced by a file.
  case stream

  private static let maximumLinks = 40

  /// Follows the links of `path`.
  ///
  /// - Throws: ``FileError`` where a folder has the name, or links lead nowhere.
  init(path: String) throws {
    switch FileKind(path: path) {
    case .folder: throw FileError(path: path, problem: "cannot be written: a folder has this name")
    case .other: self = .stream
    case .file, nil:
      var place = path
      for _ in 0..<Self.maximumLinks {
        // Standard streams are links into /proc, also where a file is behind them that somebody else writes, too.
        if ["/proc/", "/dev/fd/"].contains(where: URL(fileURLWithPath: place).path.hasPrefix) {
          self = .stream
          return
        }
        guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: place) else {
          self = .file(place)
          return
        }
        place = next.hasPrefix("/") ? next : URL(fileURLWithPath: place).deletingLastPathComponent().path + "/" + next
      }
      throw FileError(path: path, problem: "cannot be written: too many links")
    }
  }
}
