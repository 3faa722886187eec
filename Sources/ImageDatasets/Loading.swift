// From a list of images to their pixels; a label never loses its image.

extension ImageSource {
  /// Loads the images at `indices` on all threads; those that cannot be read are left out.
  ///
  /// Labels that are kept beside the images have to be chosen by the returned `kept`; ``LabelledImages`` does that itself.
  ///
  /// A cache is not copied: the store holds all its images, and the batches know which of them are meant.
  ///
  /// - Parameters:
  ///   - indices: the images to load, by their indices in the source.
  ///   - preprocessing: how the images are prepared.
  ///   - augmentation: how the batches vary images in training, by `seed`.
  ///   - seed: what the variations are drawn by.
  ///   - pixelLimit: how many bytes of pixels may stay in memory; all unless given. The others are decoded whenever
  ///     ``Batches/fetching(_:)`` asks for them.
  ///   - progress: told from time to time, on the calling thread, how many images are done.
  /// - Returns: the images that could be read; for each, which of `indices` it is, as a position in that list, ascending;
  ///   and the images that could not be read, with the reasons.
  /// - Throws: `FileError` where a cache holds other pixels than `preprocessing` makes, or there is no room for the pixels.
  public func load(
    _ indices: [Int], preprocessing: Preprocessing, augmentation: Augmentation = .none, seed: UInt64 = 0,
    pixelLimit: Int? = nil, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> (batches: Batches, kept: [Int], failures: [ImageFailure]) {
    switch contents {
    case .files(let files):
      let chosen = indices.map { files[$0] }
      let loaded =
        try pixelLimit.map {
          try ImageStore.load(chosen, preprocessing: preprocessing, pixelLimit: $0, progress: progress)
        } ?? ImageStore.load(chosen, preprocessing: preprocessing, progress: progress)
      let batches = Batches(
        store: loaded.store, indices: Array(0..<loaded.store.count), augmentation: augmentation, seed: seed)
      return (batches, loaded.kept, loaded.failures)
    case .cache(let cache):
      let store = try cache.store(for: preprocessing)
      progress(indices.count)
      let batches = Batches(store: store, indices: indices, augmentation: augmentation, seed: seed)
      return (batches, Array(indices.indices), [])
    }
  }
}

extension LabelledImages {
  /// Loads the images of the list on all threads; those that cannot be read are left out, with their labels.
  ///
  /// - Parameters:
  ///   - preprocessing: how the images are prepared.
  ///   - augmentation: how the batches vary images in training, by `seed`.
  ///   - seed: what the variations are drawn by.
  ///   - pixelLimit: how many bytes of pixels may stay in memory; all unless given.
  ///   - progress: told, on the calling thread, at the beginning and from time to time, how many images of how many are
  ///     done.
  /// - Returns: the list of the images that could be read, their pixels in the same order, and the others with the reasons.
  /// - Throws: the error about the first image where none can be read, or `FileError` about a cache of other pixels.
  public func load(
    preprocessing: Preprocessing, augmentation: Augmentation = .none, seed: UInt64 = 0, pixelLimit: Int? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> (images: LabelledImages<Label>, batches: Batches, failures: [ImageFailure]) {
    progress(0, count)
    let loaded = try source.load(
      indices, preprocessing: preprocessing, augmentation: augmentation, seed: seed, pixelLimit: pixelLimit
    ) { progress($0, count) }
    if loaded.kept.isEmpty, let failure = loaded.failures.first { throw failure.error }
    let images = loaded.kept.count == count ? self : selecting(loaded.kept)
    return (images, loaded.batches, loaded.failures)
  }
}
