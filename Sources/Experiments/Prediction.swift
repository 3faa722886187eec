// A trained network's predictions as a submission.
internal import Files
public import GalaxyZoo
public import ImageDatasets
internal import NeuralNetwork
internal import Tensors

/// What became of a submission.
public struct Prediction: Sendable {
  /// Galaxies predicted.
  public let count: Int
  /// Fractions that lay outside 0 ... 1 and were clipped.
  public let clippedCount: Int
  /// Images that were left out, and why.
  public let failures: [ImageFailure]

  /// Predicts every galaxy of a folder or cache and writes a submission, a few hundred galaxies in memory at a time.
  ///
  /// Rows ascend by GalaxyID, or follow the template, whose galaxies must be those of the images. With a template an
  /// image that cannot be read is an error; without, it is left out.
  ///
  /// - Throws: `FileError` that names what is wrong; then no file is written.
  public init(
    by trained: TrainedNetwork, images: String, template: SubmissionTemplate?, output: String,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    let source = try ImageSource(path: images)
    let order = try Self.order(source, template: template)
    var writer = try SubmissionWriter(path: output)
    var failures: [ImageFailure] = []
    var count = 0
    progress(WorkProgress("predicting", 0, order.count))
    for start in stride(from: 0, to: order.count, by: Self.chunkSize) {
      let chunk = Array(order[start..<min(start + Self.chunkSize, order.count)])
      let (store, places) = try source.load(chunk, preprocessing: trained.recipe.preprocessing)
      if template != nil, let failure = store.failures.first { throw failure.error }
      failures += store.failures
      let data = GalaxyData(unlabelled: store, places: places)
      for first in stride(from: 0, to: data.count, by: inferenceBatchSize) {
        let batch = Array(first..<min(first + inferenceBatchSize, data.count))
        let output = trained.network.prediction(data.input(batch)).scalars
        for (slot, index) in batch.enumerated() {
          guard let id = Int(store.identifiers[places[index]]) else { continue }
          let columns = DecisionTree.columnCount
          try writer.write(id: id, fractions: output[slot * columns..<(slot + 1) * columns])
        }
        count += batch.count
      }
      progress(WorkProgress("predicting", start + chunk.count, order.count))
    }
    if count == 0, let failure = failures.first { throw failure.error }
    try writer.commit()
    self.count = count
    clippedCount = writer.clippedCount
    self.failures = failures
  }

  private static let chunkSize = 256

  /// The images of the source in the order of the rows.
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
}
