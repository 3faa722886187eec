// Pixels of a list of images, ready for a network.
internal import Preconditions
public import Tensors

/// Images in memory, in an order, with the variations that training shows them in.
public struct Batches: Sendable {
  /// Pixels of these images and perhaps of others.
  public let store: ImageStore
  /// Where in the store each image is.
  public let indices: [Int]
  /// How images vary in training.
  public var augmentation: Augmentation
  /// What the variations are drawn by.
  public let seed: UInt64

  /// The images at `indices` of a store.
  public init(store: ImageStore, indices: [Int], augmentation: Augmentation = .none, seed: UInt64 = 0) {
    require(
      indices.allSatisfy((0..<store.count).contains), "Batches: expected indices below \(store.count), found others")
    self.store = store
    self.indices = indices
    self.augmentation = augmentation
    self.seed = seed
  }

  /// All images of a store.
  public init(_ store: ImageStore, augmentation: Augmentation = .none, seed: UInt64 = 0) {
    self.init(store: store, indices: Array(0..<store.count), augmentation: augmentation, seed: seed)
  }

  /// Number of images.
  public var count: Int { indices.count }

  /// The identifier of every image.
  public var identifiers: [String] { indices.map { store.identifiers[$0] } }

  /// The images at `positions` of the list as a network's input, varied as they are in `epoch`; as they are where that is
  /// `nil`.
  ///
  /// - Shape: → [N, H, W, C]
  public func input(_ positions: [Int], epoch: Int? = nil) -> Tensor {
    store.input(
      positions.map { indices[$0] }, augmentation: epoch == nil ? .none : augmentation, seed: seed, epoch: epoch ?? 0)
  }

  /// The images at `positions` of the list, in that order; the pixels are shared.
  public func selecting(_ positions: [Int]) -> Batches {
    Batches(store: store, indices: positions.map { indices[$0] }, augmentation: augmentation, seed: seed)
  }
}
