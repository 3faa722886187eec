// How a change of a folder of images is noticed.
internal import DataFiles
internal import Foundation

/// What the image files of a folder and its sub-folders were at some time: their names, sizes and times of modification.
struct FolderFingerprint: Sendable, Equatable, Codable {
  /// The folder's full path.
  let folder: String
  /// Image files in it.
  let fileCount: Int
  /// Hash of names, sizes and times.
  let digest: String

  /// Looks at the folder at `path`; no file is opened.
  ///
  /// - Throws: `FileError` where it, or a folder in it, cannot be listed.
  init(path: String) throws {
    folder = URL(fileURLWithPath: path).path
    var state = State()
    try state.add(folder: folder, as: "", depth: 0)
    fileCount = state.count
    digest = state.hash.text
  }

  private struct State {
    var count = 0
    var hash = ContentHash()

    /// Deeper folders are no part of any layout of images; links may even lead round in circles.
    private static let maximumDepth = 4

    mutating func add(folder: String, as prefix: String, depth: Int) throws {
      for name in try listFolder(folder) {
        let path = folder + "/" + name
        var information = stat()
        guard stat(path, &information) == 0 else { continue }
        if information.st_mode & S_IFMT == S_IFDIR {
          if depth < Self.maximumDepth { try add(folder: path, as: prefix + name + "/", depth: depth + 1) }
        } else if ImageFile.isRead(name) {
          #if canImport(Darwin)
            let time = information.st_mtimespec
          #else
            let time = information.st_mtim
          #endif
          count += 1
          for text in ["\(prefix)\(name)", "\(information.st_size)", "\(time.tv_sec)", "\(time.tv_nsec)"] {
            hash.combine(text)
          }
        }
      }
    }
  }
}
