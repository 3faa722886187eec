// galaxy runs: which runs there are, how good they are, and what was different.
internal import ArgumentParser
internal import DataFiles
internal import Experiments
internal import Reports

struct Runs: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs in a folder, or compare them on a page.",
    discussion: """
      A run is finished, resumable (galaxy train --resume) or running. The best score is that of the epoch of lowest \
      validation loss. The page of --output has the curves over epochs and over time, and the settings that differ.

      Example: galaxy runs experiments --output comparison.html
      """)

  @Argument(help: "Folder whose sub-folders are runs, or one run.")
  var folder: String
  @Option(help: ArgumentHelp("Page that compares the runs.", valueName: "html"))
  var output: String?
  @OptionGroup var overwriting: OverwriteOptions
  @OptionGroup var jsonOptions: JSONOptions

  func run(networks: NetworkRegistry) throws {
    if let output { try overwriting.check(output) }
    let (runs, others) = try RunSummary.all(in: folder, networks: networks)
    for other in others { Console.note("no run: \(other.name): \(other.problem)") }
    let comparison = RunComparison(runs, others: others)
    if let output {
      try AtomicFile.write(comparison.page.html(), to: output)
      Console.note("page: \(output)")
    }
    if jsonOptions.json { return try Console.print(json: runs) }
    if runs.isEmpty { return Console.note("\(folder): no runs") }
    try Console.print(comparison.rows, heading: RunComparison.headings, rightAligned: [3, 7, 8])
  }
}
