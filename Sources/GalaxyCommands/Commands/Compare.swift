// galaxy compare: two tables of predictions beside each other.
internal import ArgumentParser
internal import Experiments

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two tables of predictions and, with labels, say whether the difference is noise.",
    discussion: """
      Prints the root mean square difference and the correlation in all and per question, or per column where the tables \
      do not hold the 37 vote fractions. With --labels it prints the errors of both, and where their difference may lie \
      with other images: if that interval holds 0, the difference may be noise. Rows are joined by their names.

      Example: galaxy compare a.csv b.csv --labels survey/solutions.csv
      """)

  @Argument(help: ArgumentHelp("A table of predictions, called A.", valueName: "A.csv"), completion: .file())
  var first: String
  @Argument(help: ArgumentHelp("Another one, called B.", valueName: "B.csv"), completion: .file())
  var second: String
  @Option(
    help: ArgumentHelp("CSV file with the same columns, as they should be.", valueName: "csv"), completion: .file())
  var labels: String?
  @Option(parsing: .unconditional, help: "Seed of the bootstrap (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func run() throws {
    threadOptions.apply()
    let comparison = try PredictionComparison(first, second, labels: labels, bootstrap: Bootstrap(seed: seed))
    Console.note("\(comparison.report)")
    if let report = comparison.labelReport { Console.note("\(report)") }
    if jsonOptions.json {
      try Console.print(json: comparison)
    } else {
      for line in comparison.lines() { try Console.print(line) }
    }
  }
}
