// A trained network's predictions of a folder of images, as a CSV file.
internal import DataFiles
public import ImageDatasets
internal import Tensors
public import Training

/// What became of a file of predictions.
public struct PredictionSummary: Sendable {
  /// Images predicted.
  public let count: Int
  /// Answers that lay outside their range and were clipped to it.
  public let clippedCount: Int
  /// Images that were left out, and why.
  public let failures: [ImageFailure]
  /// What lay between the images and was not read, as a sentence; nil where there was nothing.
  public let skipped: String?
}

extension TrainedNetwork {
  private static let chunkSize = 256

  /// Predicts every image of a folder or cache and writes a file, a few hundred images in memory at a time.
  ///
  /// Of vote fractions it is a submission: rows ascend by GalaxyID, or follow the template, whose galaxies must be those of
  /// the images. With a template an image that cannot be read is an error; without, it is left out. A classifier's file has
  /// the columns `image`, `class` and one of probabilities for each class; a regression of columns has the identifier and
  /// the columns. Images may be in sub-folders.
  ///
  /// - Throws: `FileError` that names what is wrong; then no file is written.
  public func predict(
    images path: String, template: String? = nil, to output: String, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> PredictionSummary {
    let source = try ImageSource(path: path, allowingClassFolders: true)
    let order = try task.predictionOrder(of: source, template: template)
    var writer = try task.makeWriter(path: output)
    var failures: [ImageFailure] = []
    var count = 0
    progress(WorkProgress("predicting", 0, order.count))
    for start in stride(from: 0, to: order.count, by: Self.chunkSize) {
      let chunk = Array(order[start..<min(start + Self.chunkSize, order.count)])
      let loaded = try source.load(chunk, preprocessing: recipe.preprocessing)
      if template != nil, let failure = loaded.failures.first { throw failure.error }
      failures += loaded.failures
      for first in stride(from: 0, to: loaded.kept.count, by: inferenceBatchSize) {
        let batch = first..<min(first + inferenceBatchSize, loaded.kept.count)
        let rows = rows(loaded.batches.input(Array(batch)))
        for (row, position) in zip(rows, batch) {
          let image = chunk[loaded.kept[position]]
          try writer.write(
            identifier: source.identifiers[image], file: source.fileName(of: image), answers: row[...])
        }
        count += batch.count
      }
      progress(WorkProgress("predicting", start + chunk.count, order.count))
    }
    if count == 0, let failure = failures.first { throw failure.error }
    try writer.commit()
    return PredictionSummary(
      count: count, clippedCount: writer.clippedCount, failures: failures, skipped: source.skippedDescription)
  }
}
