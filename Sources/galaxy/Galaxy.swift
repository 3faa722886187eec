// The command line.
internal import ArgumentParser
internal import Experiments

@main
struct Galaxy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "galaxy",
    abstract: "Measure the shapes of galaxies with convolutional networks, on an ordinary CPU.",
    discussion: "Example: galaxy synthesize --count 2000 --output survey",
    version: galaxyVersion,
    subcommands: [
      Synthesize.self, BaselineCommand.self, Preprocess.self, Networks.self, Train.self, Evaluate.self, Predict.self,
      BenchmarkCommand.self,
    ])

  static func main() {
    Interruption.removingUnfinishedFiles { main(nil) }
  }
}
