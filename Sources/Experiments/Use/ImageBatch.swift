// Images of a batch with their labels.
internal import ImageDatasets
internal import Tensors
internal import Training

/// Images of a batch with their labels.
struct ImageBatch: Sendable {
  /// - Shape: [N, H, W, C].
  let input: Tensor
  let labels: [[Float]]
}

extension Batches {
  /// The batches of labelled images.
  func source(labels: [[Float]]) -> BatchSource<ImageBatch> {
    BatchSource(count: count) { [store, indices] in
      store.identifiers[indices[$0]]
    } make: { indices, epoch in
      let (batches, positions) = try fetching(indices)
      return ImageBatch(input: batches.input(positions, epoch: epoch), labels: indices.map { labels[$0] })
    }
  }
}
