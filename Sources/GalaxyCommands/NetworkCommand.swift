// Commands that know networks by name.
internal import ArgumentParser
internal import Experiments
internal import ImageModels

/// A command that knows networks by name.
protocol NetworkCommand: ParsableCommand {
  /// Runs the command.
  mutating func run(networks: NetworkRegistry) throws
}

extension NetworkCommand {
  /// Runs the command with the package's networks.
  mutating func run() throws { try run(networks: .standard) }
}

extension CompletionKind {
  /// The names of the package's networks.
  static var networks: CompletionKind { .list(NetworkRegistry.standard.definitions.map(\.name)) }
}
