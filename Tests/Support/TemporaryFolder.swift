// Folders for the files of one test.
public import Foundation

/// A folder that is removed when the test is over.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path = NSTemporaryDirectory() + "galaxy-\(UUID().uuidString)"

  /// A new, empty folder.
  public init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of the file or folder called `name` in here.
  public func path(_ name: String) -> String { path + "/" + name }

  /// The bytes of the file called `name`.
  public func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  /// Writes a file and the folders above it; returns its path.
  @discardableResult public func write(_ bytes: Data, to name: String) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url)
    return path(name)
  }

  /// Writes a text file and the folders above it; returns its path.
  @discardableResult public func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes files by name.
  public func write(_ files: [String: Data]) throws {
    for (name, bytes) in files { try write(bytes, to: name) }
  }

  /// Removes a file or folder.
  public func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// Every file below the folder called `name`, hidden ones included, by its path from there.
  public func files(in name: String = "") throws -> [String: Data] {
    var files: [String: Data] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: path(name)) {
      var isFolder: ObjCBool = false
      let path = path(name) + "/" + file
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      files[file] = try Data(contentsOf: URL(fileURLWithPath: path))
    }
    return files
  }
}
