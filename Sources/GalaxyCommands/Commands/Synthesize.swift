// galaxy synthesize: a survey of synthetic galaxies.
internal import ArgumentParser
internal import GalaxyZoo
internal import Training

struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw synthetic galaxies with the votes of simulated volunteers.",
    discussion: """
      Writes DIR/images/<GalaxyID>.jpg (424×424) and DIR/solutions.csv with all 37 columns. DIR must be new or empty.

      Example: galaxy synthesize --count 2000 --output survey
      """)

  @Option(parsing: .unconditional, help: "Number of galaxies.")
  var count: Int
  @Option(help: ArgumentHelp("Folder to write to.", valueName: "dir"), completion: .directory)
  var output: String
  @Option(
    help: ArgumentHelp(
      "Write the first galaxies, up to 100, side by side into one picture (JPEG).", valueName: "file"),
    completion: .file())
  var sheet: String?
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(parsing: .unconditional, help: "Equal seeds draw equal galaxies (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    let limit = SyntheticSurvey.maximumCount
    try require((1...limit).contains(count), "--count must be from 1 to \(limit), found \(count)")
    if let sheet { try requireFile("--sheet", sheet) }
  }

  func run() throws {
    threadOptions.apply()
    if let sheet { try overwriteOptions.check(sheet) }
    let bar = ProgressBar()
    bar.update(WorkProgress("drawing galaxies", 0, count))
    let survey = SyntheticSurvey(count: count, seed: seed)
    try survey.write(to: output) { done in
      bar.update(WorkProgress("drawing galaxies", done, count))
    }
    if let sheet { try survey.writeContactSheet(to: sheet) }
    Console.note("\(count) galaxies in \(output)")
  }
}
