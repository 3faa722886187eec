// The exploration of a data set, as one page.
internal import DataFiles
internal import ImageDatasets
internal import ImageModels
internal import Reports
public import Training

/// A look at labelled images before anything is learned from them.
public struct Exploration: Sendable {
  private let task: any LearningTask
  private let network: String
  private let material: ExplorationMaterial

  private static let varied = 6
  private static let variations = 5

  /// Reads labels; no image is opened.
  ///
  /// - Parameters:
  ///   - data: where images and labels are.
  ///   - recipe: the network that is to see them, with its preprocessing and its augmentation; where that varies nothing,
  ///     the usual one for galaxies is shown.
  ///   - onNote: told what was left out, and how images and labels met.
  /// - Throws: an error of one line that names what is wrong.
  public init(of data: DataSet, as recipe: Recipe, onNote: (String) -> Void = { _ in }) throws {
    try data.check()
    guard let type = LearningTasks.task(for: data) else {
      throw DataSetError(problem: "expected labels of one of the tasks, found none")
    }
    let read: (task: any LearningTask, images: LabelledImages<[Float]>) = try type.read(data)
    for line in read.task.summary(of: read.images) { onNote(line) }
    task = read.task
    network = recipe.network
    material = ExplorationMaterial(
      images: read.images, preprocessing: recipe.preprocessing,
      augmentation: recipe.augmentation == .none ? .galaxies : recipe.augmentation, seed: recipe.seed)
  }

  /// Writes the page, a self-contained HTML file.
  ///
  /// An image that cannot be read is named there, with the reason.
  ///
  /// - Throws: `FileError` where the file cannot be written.
  public func write(to path: String, progress: (WorkProgress) -> Void = { _ in }) throws {
    let images = material.images
    let told = task.explore(material, progress: progress)
    let step = max(1, images.count / Self.varied)
    let chosen = stride(from: 0, to: images.count, by: step).prefix(Self.varied)
    let variations = chosen.map { material.variations($0, count: Self.variations) }
    let page = Page(
      title: "What the labels say", kicker: "Exploration",
      lede: "\(NumberText.count(images.count)) \(task.imageDescription), as they are and as \(network) sees them.",
      figures: [KeyFigure(NumberText.count(images.count), type(of: task).imageNoun, isMain: true)] + told.figures,
      sections: told.sections + [
        .section("What augmentation does") {
          HTML.element("p") {
            "Training sees every image varied anew in each epoch: \(material.augmentation.words)."
          }
          Gallery(variations).html
        }
      ], program: "galaxy \(galaxyVersion)")
    try AtomicFile.write(page.html(), to: path)
  }
}
