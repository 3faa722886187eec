// An ensemble's answers to images: loaded, looked at from all views, averaged.
internal import ImageDatasets
public import Images
internal import Tensors

extension Ensemble {
  /// The answers to some images of a source, in the order of `indices`, or why an image has none.
  ///
  /// - Throws: `FileError` where a cache holds other pixels than a network takes.
  func answers(to indices: [Int], of source: ImageSource) throws -> [Result<AveragedAnswers.Row, ImageFailure>] {
    let (batches, kept, failures) = try load(indices, of: source)
    var results = [Result<AveragedAnswers.Row, ImageFailure>?](repeating: nil, count: indices.count)
    for (position, failure) in failures { results[position] = .failure(failure) }
    for first in stride(from: 0, to: kept.count, by: batchSize) {
      let positions = Array(first..<min(first + batchSize, kept.count))
      for (position, row) in zip(positions, rows(positions, of: batches)) { results[kept[position]] = .success(row) }
    }
    return results.compactMap { $0 }
  }

  /// The averaged rows of images, whose pixels are given for every preprocessing of the networks.
  private func rows(_ positions: [Int], of batches: [Batches]) -> [AveragedAnswers.Row] {
    averaged { view, preprocessing in batches[preprocessing].input(positions, view: view) }
  }

  /// Averages over all views and networks.
  ///
  /// - Parameter input: the images from a view, by the number of their preprocessing.
  private func averaged(_ input: (TestTimeView, _ preprocessing: Int) -> Tensor) -> [AveragedAnswers.Row] {
    let preprocessings = preprocessings
    let places = members.map { preprocessings.firstIndex(of: $0.recipe.preprocessing) ?? 0 }
    var averages = AveragedAnswers(columns: task.outputs.count, mainAnswer: task.mainAnswer)
    for view in views {
      let inputs = preprocessings.indices.map { input(view, $0) }
      averages.add(view: members.indices.flatMap { answers(of: $0, to: inputs[places[$0]]) })
    }
    return averages.rows
  }

  /// The pixels of images for every preprocessing; an image that one of them cannot use is left out of all.
  ///
  /// - Returns: the batches, all of the same images; for each of these its position in `indices`; and what was wrong with
  ///   the images left out, by their positions.
  func load(
    _ indices: [Int], of source: ImageSource
  ) throws -> (batches: [Batches], kept: [Int], failures: [Int: ImageFailure]) {
    let loaded = try preprocessings.map { try source.load(indices, preprocessing: $0) }
    let common = loaded.dropFirst().reduce(Set(loaded[0].kept)) { $0.intersection($1.kept) }
    let batches = loaded.map { part in
      part.kept.count == common.count
        ? part.batches : part.batches.selecting(part.kept.indices.filter { common.contains(part.kept[$0]) })
    }
    var failures: [Int: ImageFailure] = [:]
    for part in loaded {
      let kept = Set(part.kept)
      for (position, failure) in zip(indices.indices.filter { !kept.contains($0) }, part.failures) {
        failures[position] = failures[position] ?? failure
      }
    }
    return (batches, common.sorted(), failures)
  }

  /// The mean answers for images in memory, a row each in the order of the task's outputs, in the labels' units.
  ///
  /// - Throws: `FileError` that names the image, by its index, which is too small for a preprocessing.
  public func predict(_ images: [Image]) throws -> [[Float]] {
    try stride(from: 0, to: images.count, by: batchSize).flatMap { first in
      let batch = Array(images[first..<min(first + batchSize, images.count)])
      let names = batch.indices.map { "image \(first + $0)" }
      let stores = try preprocessings.map {
        try ImageStore(images: batch, identifiers: names, preprocessing: $0)
      }
      return averaged { view, preprocessing in
        stores[preprocessing].input(Array(batch.indices), view: view)
      }.map(\.answers)
    }
  }
}
