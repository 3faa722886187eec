// galaxy preprocess: images decoded, cropped and resized once for all.
public import ArgumentParser
internal import Experiments
public import ImageDatasets

struct Preprocess: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pack decoded, cropped and resized images into one file.",
    discussion: """
      The images are made as the network's recipe says, unless told otherwise. train, evaluate and predict accept the file \
      as --images and read it in place.

      Example: galaxy preprocess --images survey/images --labels survey/solutions.csv --network hildebrandt \
      --output survey.cache
      """)

  @Option(help: ArgumentHelp("Folder of JPEG images, or of one sub-folder for each class.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("Pack only images that have a row in this file.", valueName: "csv"))
  var labels: String?
  @Option(help: "Network whose recipe says how (see galaxy networks).")
  var network: String
  @Option(help: ArgumentHelp("File to write.", valueName: "file"))
  var output: String
  @OptionGroup var changes: PreprocessingOptions
  @OptionGroup var threadOptions: ThreadOptions

  func run() throws {
    threadOptions.apply()
    var preprocessing = try Recipe(network: network).preprocessing
    changes.apply(to: &preprocessing)
    let packing = try Packing(
      images: images, labels: labels, preprocessing: preprocessing, output: output, progress: ProgressBar().update)
    Console.note(leftOut: packing.failures)
    let classes = packing.classCount.map { ", in \($0) classes," } ?? ""
    Console.note(
      "\(packing.count) images\(classes) of \(preprocessing.width)x\(preprocessing.height)x\(preprocessing.channels) in \(output)"
    )
  }
}

/// How images become a network's input, where a recipe is not followed.
struct PreprocessingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Part of the frame: whole, regionOfInterest or center:WxH; the recipe's unless given.", valueName: "part"))
  var crop: Crop?
  @Option(help: ArgumentHelp("Size in pixels, N or WxH; the recipe's unless given.", valueName: "size"))
  var size: ImageSize?
  @Flag(inversion: .prefixedNo, help: "One channel, luma, or colour; the recipe's unless given.")
  var grayscale: Bool?

  func apply(to preprocessing: inout Preprocessing) {
    if let crop { preprocessing.crop = crop }
    if let size { (preprocessing.width, preprocessing.height) = (size.width, size.height) }
    if let grayscale { preprocessing.grayscale = grayscale }
  }
}

/// A size on the command line: `64` or `64x48`.
struct ImageSize: ExpressibleByArgument {
  let width: Int
  let height: Int

  init?(argument: String) {
    let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard sides.count <= 2, sides.allSatisfy(Preprocessing.sides.contains) else { return nil }
    (width, height) = (sides[0], sides[sides.count - 1])
  }
}

extension Crop: ExpressibleByArgument {}
