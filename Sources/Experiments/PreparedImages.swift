// Images and what is true of them, ready for a network.
public import ImageDatasets
internal import Preconditions
public import Tensors

/// Preprocessed pixels of labelled images.
public struct PreparedImages: Sendable {
  /// Pixels of these images and perhaps of others.
  private let store: ImageStore
  /// Where in the store these images are.
  private let places: [Int]
  /// What is true of them.
  public let targets: Targets

  /// Number of images.
  public var count: Int { places.count }

  /// The images, in order.
  public var identifiers: [String] { places.map { store.identifiers[$0] } }

  /// Images that could not be read.
  public var failures: [ImageFailure] { store.failures }

  private init(store: ImageStore, places: [Int], targets: Targets) {
    self.store = store
    self.places = places
    self.targets = targets
  }

  /// Reads the images of a list on all threads; those that cannot be read are left out and listed in ``failures``.
  ///
  /// - Throws: `FileError` about the first image where none can be read, or about a cache of other pixels.
  public init(
    _ list: LabelledImages, preprocessing: Preprocessing, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    progress(0, list.count)
    let (store, places) = try list.source.load(list.places, preprocessing: preprocessing) { progress($0, list.count) }
    if places.isEmpty, let failure = store.failures.first { throw failure.error }
    let failed = Set(store.failures.map(\.identifier))
    let read = (0..<list.count).filter { !failed.contains(list.identifiers[$0]) }
    self.init(store: store, places: places, targets: list.targets.selecting(read))
  }

  /// The images with the given identifiers, all of which must be there, in the order given; shares the pixels.
  func selecting(_ identifiers: [String]) -> PreparedImages {
    let present = Dictionary(uniqueKeysWithValues: zip(self.identifiers, 0..<count))
    let chosen = identifiers.compactMap { present[$0] }
    require(chosen.count == identifiers.count, "PreparedImages.selecting: images that are not there")
    return PreparedImages(store: store, places: chosen.map { places[$0] }, targets: targets.selecting(chosen))
  }

  /// The 37 fractions of one image, which must have fractions.
  public func row(_ index: Int) -> ArraySlice<Float> { targets.fractions(of: index) }

  /// The given images as a network's input.
  ///
  /// - Shape: [N, H, W, C].
  public func input(
    _ batch: [Int], augmentation: Augmentation = .none, seed: UInt64 = 0, epoch: Int = 0
  ) -> Tensor {
    store.input(batch.map { places[$0] }, augmentation: augmentation, seed: seed, epoch: epoch)
  }
}

extension ImageStore {
  /// The images at the given places as a network's input.
  ///
  /// - Shape: [N, H, W, C].
  func input(_ places: [Int], augmentation: Augmentation = .none, seed: UInt64 = 0, epoch: Int = 0) -> Tensor {
    Tensor([places.count, height, width, channels]) { buffer in
      fill(places, augmentation: augmentation, seed: seed, epoch: epoch, into: buffer)
    }
  }
}
