// The command line.
internal import ArgumentParser
internal import Experiments

@main
struct Galaxy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "galaxy",
    abstract: "Measure the shapes of galaxies with convolutional networks, on an ordinary CPU.",
    version: galaxyVersion,
    subcommands: [
      Synthesize.self, BaselineCommand.self, Networks.self, Train.self, Evaluate.self, Predict.self,
      BenchmarkCommand.self,
    ])
}
