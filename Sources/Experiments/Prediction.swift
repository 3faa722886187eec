// A trained network's predictions as a file: a submission, or classes.
internal import DataFiles
public import GalaxyZoo
public import ImageDatasets
internal import ImageModels
internal import Tensors

/// What became of a file of predictions.
public struct Prediction: Sendable {
  /// Images predicted.
  public let count: Int
  /// Vote fractions that lay outside 0 ... 1 and were clipped.
  public let clippedCount: Int
  /// Images that were left out, and why.
  public let failures: [ImageFailure]

  /// Predicts every image of a folder or cache and writes a file, a few hundred images in memory at a time.
  ///
  /// Of vote fractions it is a submission: rows ascend by GalaxyID, or follow the template, whose galaxies must be those of
  /// the images. With a template an image that cannot be read is an error; without, it is left out. A classifier's file has
  /// the columns `image`, `class` and one of probabilities for each class; rows are in the order of the images, which may
  /// be in sub-folders for classes.
  ///
  /// - Throws: `FileError` that names what is wrong; then no file is written.
  public init(
    by trained: TrainedNetwork, images: String, template: SubmissionTemplate?, output: String,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    switch trained.recipe.task {
    case .regression:
      let source = try ImageSource(path: images)
      let order = try Self.order(source, template: template)
      var writer = try SubmissionWriter(path: output)
      (count, failures) = try Self.predict(
        order, of: source, by: trained, allowingFailures: template == nil, progress: progress
      ) { identifier, fractions in
        guard let id = Int(identifier) else { return }
        try writer.write(id: id, fractions: fractions)
      }
      try writer.commit()
      clippedCount = writer.clippedCount
    case .classification:
      if let template { throw FileError(path: template.path, problem: "a template is for vote fractions, not classes") }
      let source = try Self.source(ofPossibleClasses: images)
      let identifiers = source.identifiers
      let names = Dictionary(uniqueKeysWithValues: zip(identifiers, identifiers.indices.map(source.fileName)))
      var writer = try ClassPredictionWriter(path: output, classes: trained.outputs.names)
      (count, failures) = try Self.predict(
        Array(identifiers.indices), of: source, by: trained, allowingFailures: true, progress: progress
      ) { identifier, probabilities in
        try writer.write(image: names[identifier] ?? identifier, probabilities: probabilities)
      }
      try writer.commit()
      clippedCount = 0
    }
  }

  private static let chunkSize = 256

  /// Predicts the images at `order` and hands over the outputs of each.
  private static func predict(
    _ order: [Int], of source: ImageSource, by trained: TrainedNetwork, allowingFailures: Bool,
    progress: (WorkProgress) -> Void, write: (_ identifier: String, _ outputs: ArraySlice<Float>) throws -> Void
  ) throws -> (count: Int, failures: [ImageFailure]) {
    var failures: [ImageFailure] = []
    var count = 0
    let columns = trained.outputs.names.count
    progress(WorkProgress("predicting", 0, order.count))
    for start in stride(from: 0, to: order.count, by: chunkSize) {
      let chunk = Array(order[start..<min(start + chunkSize, order.count)])
      let (store, places) = try source.load(chunk, preprocessing: trained.recipe.preprocessing)
      if !allowingFailures, let failure = store.failures.first { throw failure.error }
      failures += store.failures
      for first in stride(from: 0, to: places.count, by: inferenceBatchSize) {
        let batch = Array(places[first..<min(first + inferenceBatchSize, places.count)])
        let outputs = trained.network.prediction(store.input(batch)).scalars
        for (slot, place) in batch.enumerated() {
          try write(store.identifiers[place], outputs[slot * columns..<(slot + 1) * columns])
        }
        count += batch.count
      }
      progress(WorkProgress("predicting", start + chunk.count, order.count))
    }
    if count == 0, let failure = failures.first { throw failure.error }
    return (count, failures)
  }

  /// The images of the source in the order of a submission's rows.
  private static func order(_ source: ImageSource, template: SubmissionTemplate?) throws -> [Int] {
    var images: [Int: Int] = [:]
    var ids: [Int] = []
    for (index, identifier) in source.identifiers.enumerated() {
      guard let id = Int(identifier), id > 0 else {
        throw FileError(
          path: source.location(of: index), problem: "its name is not a GalaxyID, a positive whole number")
      }
      if let other = images.updateValue(index, forKey: id) {
        throw FileError(
          path: source.location(of: index), problem: "is galaxy \(id), as is \(source.location(of: other))")
      }
      ids.append(id)
    }
    try template?.check(ids)
    return (template?.ids ?? ids.sorted()).compactMap { images[$0] }
  }

  /// The images of a folder, which may be in sub-folders for classes, or of a cache.
  private static func source(ofPossibleClasses path: String) throws -> ImageSource {
    if FileKind(path: path) == .folder, try ClassFolders.areIn(path) {
      return .files(try ClassFolders(path: path).images)
    }
    return try ImageSource(path: path)
  }
}
