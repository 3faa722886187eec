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

  /// The checkpoint that `path` means: a folder means the best network of the run in it.
  static func checkpoint(_ path: String) -> String {
    FileKind(path: path) == .folder ? RunFolder(path: path).best : path
  }

  private var files: [String] { [best, last, history, configuration, report] }

  private var present: [String] { files.filter { FileManager.default.fileExists(atPath: $0) } }

  /// Makes sure that no run is here.
  ///
  /// - Throws: `FileError` that names a file of the run.
  func refuseRun() throws {
    guard let first = present.first else { return }
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

  /// Removes the run that is here, if there is one.
  ///
  /// - Throws: `FileError` where a file cannot be removed.
  func removeRun() throws {
    do {
      for file in present { try FileManager.default.removeItem(atPath: file) }
    } catch {
      throw FileError(path: path, problem: "the run in it cannot be removed: \(error.localizedDescription)")
    }
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
