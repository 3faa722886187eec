// galaxy preprocess: images decoded, cropped and resized once for all.
public import ArgumentParser
internal import Experiments
public import ImageDatasets
internal import ImageModels

struct Preprocess: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pack decoded, cropped and resized images into one file.",
    discussion: """
      The images are made as the network's recipe says, unless told otherwise. train, evaluate and predict accept the file \
      as --images and read it in place.

      Example: galaxy preprocess --images survey/images --labels survey/solutions.csv --network hildebrandt \
      --output survey.cache
      """)

  @Option(
    help: ArgumentHelp("Folder of images, JPEG or PNG, or of one sub-folder for each class.", valueName: "dir"),
    completion: .file())
  var images: String
  @Option(help: "Network whose recipe says how (see galaxy networks).", completion: .networks)
  var network: String
  @Option(help: ArgumentHelp("File to write.", valueName: "file"), completion: .file())
  var output: String
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(help: ArgumentHelp("Pack only images that have a row in this file.", valueName: "csv"), completion: .file())
  var labels: String?
  @OptionGroup var changes: PreprocessingOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws { try requireFile("--output", output) }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    try overwriteOptions.check(output)
    var preprocessing = try Recipe(network: network, networks: networks).preprocessing
    changes.apply(to: &preprocessing)
    let packing = try packImages(
      of: images, labels: labels, preprocessing: preprocessing, to: output, progress: ProgressBar().update)
    for line in packing.notes { Console.note(line) }
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
    help: .recipe(
      "Part of the frame: whole, center:WxH, or regionOfInterest, a square around the galaxy", valueName: "part"))
  var crop: Crop?
  @Option(
    parsing: .unconditional, help: .recipe("Size in pixels, N or WxH", valueName: "size"),
    transform: PreprocessingOptions.size)
  var size: ImageSize?
  @Flag(inversion: .prefixedNo, help: .recipe("Grey images of one channel, or colour"))
  var grayscale: Bool?

  private static func size(_ text: String) throws -> ImageSize {
    let sides = Preprocessing.sides
    guard let size = ImageSize(text), sides.contains(size.width), sides.contains(size.height) else {
      throw ValidationError("expected a size of 1 to \(sides.upperBound) pixels a side, as 64 or 64x48")
    }
    return size
  }

  func apply(to preprocessing: inout Preprocessing) {
    if let crop { preprocessing.crop = crop }
    if let size { (preprocessing.width, preprocessing.height) = (size.width, size.height) }
    if let grayscale { preprocessing.grayscale = grayscale }
  }
}

extension Crop: ExpressibleByArgument {}
