// galaxy synthesize: a survey of synthetic galaxies.
internal import ArgumentParser
internal import Training
internal import GalaxyZoo

struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw synthetic galaxies with the votes of simulated volunteers.",
    discussion: """
      Writes DIR/images/<GalaxyID>.jpg (424×424) and DIR/solutions.csv with all 37 columns. DIR must be new or empty.

      Example: galaxy synthesize --count 2000 --output survey
      """)

  @Option(parsing: .unconditional, help: "Number of galaxies.")
  var count: Int
  @Option(help: ArgumentHelp("Folder to write to.", valueName: "dir"))
  var output: String
  @Option(parsing: .unconditional, help: "Equal seeds draw equal galaxies (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    let limit = SyntheticSurvey.maximumCount
    try require((1...limit).contains(count), "--count must be from 1 to \(limit), found \(count)")
  }

  func run() throws {
    threadOptions.apply()
    let bar = ProgressBar()
    bar.update(WorkProgress("drawing galaxies", 0, count))
    try SyntheticSurvey(count: count, seed: seed).write(to: output) { done in
      bar.update(WorkProgress("drawing galaxies", done, count))
    }
    Console.note("\(count) galaxies in \(output)")
  }
}
