// What is known of a run from its folder, without its data.
internal import DataFiles
internal import Foundation
internal import NeuralNetwork
public import Training

/// A run as its files tell of it.
public struct RunSummary: Sendable {
  /// Whether there is anything left to do, and whether somebody does it.
  public enum State: String, Sendable, Encodable {
    /// All epochs are done, or early stopping has ended it.
    case finished
    /// It can go on.
    case resumable
    /// A process trains it.
    case running
  }

  /// The folder's name.
  public let name: String
  /// Its folder.
  public let folder: RunFolder
  /// What it was asked to do.
  public let configuration: RunConfiguration
  /// Its epochs so far.
  public let history: [EpochRecord]
  /// Whether there is anything left to do.
  public let state: State

  /// Reads the files of a run.
  ///
  /// - Parameters:
  ///   - folder: the folder of the run.
  ///   - networks: the networks that its configuration may name.
  /// - Throws: `FileError` where they are not those of a run.
  public init(_ folder: RunFolder, networks: NetworkRegistry = .standard) throws {
    name = URL(fileURLWithPath: folder.path).lastPathComponent
    self.folder = folder
    configuration = try folder.readConfiguration(networks: networks)
    let hasHistory = FileManager.default.fileExists(atPath: folder.history)
    history = hasHistory ? try TrainingHistory(reading: folder.history).epochs : []
    if RunLock.isTaken(folder) {
      state = .running
    } else {
      let isOver = history.count >= configuration.recipe.epochs || Self.hasStoppedEarly(folder)
      state = isOver && FileManager.default.fileExists(atPath: folder.last) ? .finished : .resumable
    }
  }

  private static func hasStoppedEarly(_ folder: RunFolder) -> Bool {
    guard let header = try? SafeTensorsHeader(path: folder.last), let text = header.metadata["earlyStopping"],
      let memory = try? JSONDecoder().decode(EarlyStopping.Memory.self, from: Data(text.utf8))
    else { return false }
    return memory.isOver
  }

  /// The epoch of lowest validation loss.
  public var best: EpochRecord? { history.best(by: "loss") }

  /// The best epoch's score that people look at: its name and value.
  public var bestScore: (name: String, value: Double)? {
    guard let best else { return nil }
    let name = PartScore.allCases.map(\.rawValue).first { best.validation[$0] != nil } ?? "loss"
    return best.validation[name].map { (name, $0) }
  }

  /// The seconds that its epochs took.
  public var seconds: Double { history.reduce(0) { $0 + $1.seconds } }

  /// The runs in the folders of a folder, in the order of their names, and what else is there and why it is no run.
  ///
  /// - Parameters:
  ///   - path: the folder; one that is a run itself is that run alone.
  ///   - networks: the networks that configurations may name.
  /// - Throws: `FileError` where there is no such folder.
  public static func all(
    in path: String, networks: NetworkRegistry = .standard
  ) throws -> (runs: [RunSummary], others: [(name: String, problem: String)]) {
    if FileKind(path: RunFolder(path: path).configuration) == .file {
      return ([try RunSummary(RunFolder(path: path), networks: networks)], [])
    }
    var (runs, others) = ([RunSummary](), [(name: String, problem: String)]())
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw FileError(path: path, problem: "is no folder that can be read")
    }
    for name in names where FileKind(path: path + "/" + name) == .folder {
      let folder = RunFolder(path: path + "/" + name)
      guard FileKind(path: folder.configuration) == .file else {
        others.append((name, "has no config.yaml"))
        continue
      }
      do {
        runs.append(try RunSummary(folder, networks: networks))
      } catch {
        others.append((name, "\(error)"))
      }
    }
    return (runs, others)
  }
}

extension RunSummary: Encodable {
  private enum Key: CodingKey {
    case name, network, recipe, epochs, best, bestEpoch, score, seconds, state
  }

  /// Writes what a table of runs shows.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(configuration.recipe.network, forKey: .network)
    try container.encode(configuration.recipe, forKey: .recipe)
    try container.encode(history.count, forKey: .epochs)
    try container.encodeIfPresent(bestScore?.value, forKey: .best)
    try container.encodeIfPresent(bestScore?.name, forKey: .score)
    try container.encodeIfPresent(best?.epoch, forKey: .bestEpoch)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(state, forKey: .state)
  }
}
