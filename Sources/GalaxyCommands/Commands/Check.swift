// galaxy check: what is wrong with a data set.
internal import ArgumentParser
internal import Experiments

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for what is wrong with images and labels.",
    discussion: """
      Decodes every image and reads every row, and prints one report: errors, which another command would refuse, leave out or \
      learn from, and notes on what is unusual and harmless. Exit status 0 where there are no errors, 1 where there are. No \
      file is changed.

      Images that are truncated, damaged, empty, no images, unreadable, or exact copies of others are errors, and so are \
      repeated identifiers, labels that are no numbers and vote fractions that are missing, outside 0 to 1 or break the \
      decision tree. Rows without images, images without rows, missing classes and numbers, other files, odd sizes, \
      grey, CMYK, progressive and turned images, and images that look alike are notes.

      Example: galaxy check --images images_training_rev1 --labels training_solutions_rev1.csv
      """)

  @Option(
    help: ArgumentHelp("Folder of images, or of a sub-folder for each class, or one image.", valueName: "dir"),
    completion: .file())
  var images: String
  @OptionGroup var labelOptions: LabelOptions
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func run() throws {
    threadOptions.apply()
    let bar = ProgressBar()
    let check = try DataCheck(of: labelOptions.dataSet(images: images), progress: bar.update)
    bar.clear()
    if jsonOptions.json {
      try Console.print(json: check)
    } else {
      for line in check.lines() { try Console.print(line) }
    }
    if !check.isClean { throw ExitCode.failure }
  }
}
