// Images that cannot be read: found, refused, or given the means of the training labels.
internal import ImageDatasets
internal import Training

extension Ensemble {
  /// The mean over the networks of what their training labels were on average.
  ///
  /// - Throws: ``MissingMeansError`` where a checkpoint does not hold them.
  func requiredMeans() throws -> [Float] {
    let means = try members.map { member in
      guard let means = member.task.trainingMeans else { throw MissingMeansError() }
      return means
    }
    return task.outputs.names.indices.map { column in
      Float(zip(means, orders).reduce(0) { $0 + Double($1.0[$1.1[column]]) } / Double(means.count))
    }
  }

  /// Makes sure that images can be read, before long work on them begins.
  ///
  /// - Throws: `BadImagesError` about all that cannot.
  func check(
    _ indices: [Int], of source: ImageSource, blockSize: Int, progress: (WorkProgress) -> Void
  ) throws {
    var failures: [ImageFailure] = []
    progress(WorkProgress("checking images", 0, indices.count))
    for start in stride(from: 0, to: indices.count, by: blockSize) {
      let block = Array(indices[start..<min(start + blockSize, indices.count)])
      let (_, _, found) = try load(block, of: source)
      failures += found.keys.sorted().compactMap { found[$0] }
      progress(WorkProgress("checking images", start + block.count, indices.count))
    }
    if !failures.isEmpty { throw BadImagesError(failures: failures) }
  }
}
