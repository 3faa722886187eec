// The command line, for this package's executable and for those of other packages.
internal import ArgumentParser
internal import DataFiles
public import Experiments
internal import Foundation

/// The commands of `galaxy`, which an executable of another package can offer with networks of its own.
///
/// ```swift
/// let networks = NetworkRegistry.standard.adding(.tinyResNet) { recipe in
///   recipe.preprocessing.crop = .center(width: 212, height: 212)
///   recipe.augmentation = .galaxies
/// }
/// GalaxyCommandLine.run(networks: networks)
/// ```
public enum GalaxyCommandLine {
  /// Runs the command that the program's arguments name, and ends the program.
  ///
  /// - Parameters:
  ///   - networks: the networks that commands know by name.
  ///   - arguments: those of the program if nil.
  public static func run(networks: NetworkRegistry = .standard, arguments: [String]? = nil) -> Never {
    LastWords.prepare()
    Interruption.removingUnfinishedFiles {
      do {
        var command = try Galaxy.parseAsRoot(arguments)
        do {
          try RepeatedOptions(of: type(of: command)).check(arguments ?? Array(CommandLine.arguments.dropFirst()))
        } catch let error as ValidationError {
          // With the usage of the command.
          type(of: command).exit(withError: error)
        }
        if var command = command as? any NetworkCommand {
          try command.run(networks: networks)
        } else {
          try command.run()
        }
      } catch {
        end(with: error, arguments: arguments ?? Array(CommandLine.arguments.dropFirst()))
      }
    }
    exit(EXIT_SUCCESS)
  }

  /// Says what is wrong, or the help that was asked for, and ends the program.
  private static func end(with error: any Error, arguments: [String]) -> Never {
    let code = Galaxy.exitCode(for: error)
    guard !code.isSuccess else { Galaxy.exit(withError: error) }
    let command = Galaxy.configuration.subcommands.first { $0._commandName == arguments.first }
    let options = command.flatMap { try? RepeatedOptions(of: $0) }?.withValue ?? []
    let message = OptionInitials.hint(in: Galaxy.fullMessage(for: error), options: options)
    // A wrong command is followed by its usage; all other errors are one line, whatever the names in them.
    if !message.isEmpty {
      Console.tell((code == .validationFailure ? message.printableLines : message.printable) + "\n")
    }
    exit(code.rawValue)
  }
}

struct Galaxy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "galaxy",
    abstract: "Measure the shapes of galaxies with convolutional networks, on an ordinary CPU.",
    discussion: "Example: galaxy synthesize --count 2000 --output survey",
    version: galaxyVersion,
    subcommands: [
      Synthesize.self, Check.self, Explore.self, BaselineCommand.self, Preprocess.self, Networks.self,
      FindLearningRate.self, Train.self, Runs.self, Evaluate.self, Predict.self, Compare.self, Embed.self,
      BenchmarkCommand.self,
    ])
}
