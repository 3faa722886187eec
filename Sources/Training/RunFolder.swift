// Where a training keeps its files.

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
  /// The state after the last epoch: all that is needed to go on.
  public var last: String { path + "/last.safetensors" }
  /// The measurements, a row an epoch.
  public var history: String { path + "/history.csv" }
}
