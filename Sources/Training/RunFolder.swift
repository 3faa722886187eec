// Where a training keeps its files.
internal import DataFiles

/// The folder of a training run.
public struct RunFolder: Sendable, Equatable {
  /// The folder.
  public let path: String

  /// The run in the folder at `path`, which need not exist yet.
  public init(path: String) {
    self.path = path
  }

  /// What is kept of the best epoch.
  public var best: String { path + "/best.safetensors" }
  /// The state after the last epoch, or within an epoch: all that is needed to go on.
  public var last: String { path + "/last.safetensors" }
  /// The measurements, a row an epoch.
  public var history: String { path + "/history.csv" }

  /// Makes sure that no other process trains here, and removes what one that was killed left half written.
  ///
  /// - Parameter files: files that are written here beside those of a loop.
  /// - Throws: `FileError` where another process trains here, or there is no such folder.
  package func lock(files: [String] = []) throws -> RunLock {
    let lock = try RunLock.take(self)
    AtomicFile.removeAbandoned(of: [best, last, history] + files)
    return lock
  }
}
