// The files of a run beside those of its training loop.
internal import DataFiles
internal import Foundation
internal import ImageModels
internal import NeuralNetwork
public import Training
internal import Yams

extension RunFolder {
  /// What the run was asked to do.
  public var configuration: String { path + "/config.yaml" }
  /// What came of it, for reading.
  public var report: String { path + "/report.html" }
  /// What the command line told while it trained, with times.
  public var log: String { path + "/log.txt" }
  /// The measurements for TensorBoard, where they were asked for.
  public var events: String { path + "/events.out.tfevents.galaxy" }

  /// The checkpoint that `path` means: a folder means the best network of the run in it.
  static func checkpoint(_ path: String) -> String {
    FileKind(path: path) == .folder ? RunFolder(path: path).best : path
  }

  /// All files of a run.
  var files: [String] { [best, last, history, configuration, report] }

  private var present: [String] { files.filter { FileManager.default.fileExists(atPath: $0) } }

  /// Whether nothing is here but the configuration of a run, which was stopped before its first checkpoint.
  ///
  /// A file of somebody's own that has the name of a configuration is none.
  func holdsUnbegunRun(networks: NetworkRegistry) -> Bool {
    present == [configuration] && (try? readConfiguration(networks: networks)) != nil
  }

  /// Makes sure that no run is here that has a checkpoint.
  ///
  /// - Parameter networks: the networks that its configuration may name.
  /// - Throws: `FileError` that names a file of the run.
  func refuseRun(networks: NetworkRegistry) throws {
    guard let first = present.first, !holdsUnbegunRun(networks: networks) else { return }
    let name = URL(fileURLWithPath: first).lastPathComponent
    throw FileError(
      path: path, problem: "holds a run already (\(name)); --overwrite replaces it, --resume goes on with it")
  }

  /// Makes the folder and makes sure that files can be written to it, without leaving one.
  ///
  /// - Throws: `FileError` where it cannot be used.
  func create() throws {
    try createFolder(path)
    _ = try AtomicFile(path: configuration)
  }

  /// Takes the folder for this process, where there is one, and brings it in order: what was half written when a process was
  /// killed is removed, a run that had begun to replace another does so.
  ///
  /// - Returns: nil where there is no folder.
  /// - Throws: `FileError` where another process trains here.
  func open() throws -> RunLock? {
    guard FileKind(path: path) == .folder else { return nil }
    let lock = try lock(files: files + [events])
    try RunReplacement.finishInterrupted(in: self)
    return lock
  }

  /// Writes what the run was asked to do.
  func write(_ configuration: RunConfiguration) throws {
    let encoder = YAMLEncoder()
    encoder.options.sortKeys = true
    // Yams writes 0.2 as 2e-1: right, but nobody's way to read it.
    let number = /: ([-.0-9]+e[-+]?[0-9]+)$/.anchorsMatchLineEndings()
    let text = try encoder.encode(configuration).replacing(number) { match in
      ": " + (Double(match.1).map { "\($0)" } ?? match.1)
    }
    try AtomicFile.write(text, to: self.configuration)
  }

  /// Reads what the run was asked to do.
  ///
  /// - Throws: `FileError` naming the file and the setting that is wrong.
  public func readConfiguration(networks: NetworkRegistry = .standard) throws -> RunConfiguration {
    let text = String(decoding: try readFile(configuration), as: UTF8.self)
    do {
      return try YAMLDecoder().decode(RunConfiguration.self, from: text, userInfo: networks.userInfo)
    } catch let error as DecodingError {
      throw FileError(path: configuration, problem: "is no configuration of a run: \(error.recipeLine)")
    }
  }
}
