// Galaxies with images and labels, ready for a network.
internal import Files
public import GalaxyZoo
public import ImageDatasets
internal import Images
public import Tensors

/// The galaxies of a folder that have a row in a catalogue: which they are, and what was left out.
public struct GalaxyList: Sendable {
  /// The galaxies' images, ascending by GalaxyID.
  public let images: [ImageFile]
  /// The 37 fractions of each, one row after another.
  public let fractions: [Float]
  /// Which rows and images found no partner.
  public let report: Catalogue.JoinReport

  /// Joins a folder of images with a catalogue.
  ///
  /// - Throws: `FileError` where either cannot be read or nothing joins.
  public init(images folder: String, labels: String) throws {
    let catalogue = try Catalogue(path: labels)
    let folder = try ImageFolder(path: folder)
    let join = try catalogue.joined(with: folder.images.map(\.identifier))
    images = join.images.map { folder.images[$0] }
    fractions = join.rows.flatMap { catalogue.row($0) }
    report = join.report
  }

  private init(images: [ImageFile], fractions: [Float], report: Catalogue.JoinReport) {
    self.images = images
    self.fractions = fractions
    self.report = report
  }

  /// Number of galaxies.
  public var count: Int { images.count }

  /// The fractions of one galaxy.
  public func row(_ index: Int) -> ArraySlice<Float> {
    fractions[index * DecisionTree.columnCount..<(index + 1) * DecisionTree.columnCount]
  }

  /// The galaxies at the given places.
  func selecting(_ places: [Int]) -> GalaxyList {
    GalaxyList(images: places.map { images[$0] }, fractions: places.flatMap { row($0) }, report: report)
  }

  /// A random sample of `limit` galaxies in their order, or all where there are no more.
  public func sampled(_ limit: Int?, seed: UInt64) -> GalaxyList {
    guard let limit, limit < count else { return self }
    var random = RandomSource(seed: seed).split("sample")
    return selecting(random.permutation(count).prefix(limit).sorted())
  }

  /// The galaxies with the given identifiers, in this list's order.
  ///
  /// - Throws: ``MissingGalaxiesError`` where some are not there.
  public func selecting(identifiers: [String]) throws -> GalaxyList {
    let wanted = Set(identifiers)
    let places = images.indices.filter { wanted.contains(images[$0].identifier) }
    guard places.count == wanted.count else {
      let present = Set(images.map(\.identifier))
      throw MissingGalaxiesError(identifiers: identifiers.filter { !present.contains($0) })
    }
    return selecting(places)
  }
}

/// Galaxies that a run was made with and that the data no longer have.
public struct MissingGalaxiesError: Error, CustomStringConvertible {
  /// Their identifiers.
  public let identifiers: [String]

  /// One line for the user.
  public var description: String {
    "the run was made with galaxies that have no image or no row any more: \(Examples(identifiers))"
  }
}

/// Galaxies in memory: preprocessed pixels and fractions.
public struct GalaxyData: Sendable {
  /// Pixels of these galaxies and perhaps of others.
  private let store: ImageStore
  /// The 37 fractions of every galaxy of the store.
  private let fractions: [Float]
  /// Where in the store these galaxies are.
  private let places: [Int]

  /// Number of galaxies.
  public var count: Int { places.count }

  /// The galaxies, in order.
  public var identifiers: [String] { places.map { store.identifiers[$0] } }

  /// Images that could not be read.
  public var failures: [ImageFailure] { store.failures }

  private init(store: ImageStore, fractions: [Float], places: [Int]) {
    self.store = store
    self.fractions = fractions
    self.places = places
  }

  /// Reads the images of a list on all threads; those that cannot be read are left out and listed in ``failures``.
  ///
  /// - Throws: `FileError` about the first image where none can be read.
  public init(
    _ list: GalaxyList, preprocessing: Preprocessing, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    progress(0, list.count)
    let store = ImageStore(loading: list.images, preprocessing: preprocessing) { progress($0, list.count) }
    if store.count == 0, let failure = store.failures.first { throw failure.error }
    let failed = Set(store.failures.map(\.identifier))
    let fractions = list.images.indices.filter { !failed.contains(list.images[$0].identifier) }
      .flatMap { list.row($0) }
    self.init(store: store, fractions: fractions, places: Array(0..<store.count))
  }

  /// Galaxies without labels.
  init(unlabelled store: ImageStore) {
    self.init(store: store, fractions: [], places: Array(0..<store.count))
  }

  /// The galaxies with the given identifiers, all of which must be there, in the order given; shares the pixels.
  func selecting(_ identifiers: [String]) -> GalaxyData {
    let present = Dictionary(uniqueKeysWithValues: zip(self.identifiers, places))
    let chosen = identifiers.compactMap { present[$0] }
    precondition(chosen.count == identifiers.count, "GalaxyData.selecting: galaxies that are not there")
    return GalaxyData(store: store, fractions: fractions, places: chosen)
  }

  /// The fractions of one galaxy.
  public func row(_ index: Int) -> ArraySlice<Float> {
    let start = places[index] * DecisionTree.columnCount
    return fractions[start..<start + DecisionTree.columnCount]
  }

  /// The given galaxies as a network's input.
  ///
  /// - Shape: [N, H, W, C].
  public func input(
    _ batch: [Int], augmentation: Augmentation = .none, seed: UInt64 = 0, epoch: Int = 0
  ) -> Tensor {
    Tensor([batch.count, store.height, store.width, store.channels]) { buffer in
      store.fill(batch.map { places[$0] }, augmentation: augmentation, seed: seed, epoch: epoch, into: buffer)
    }
  }

  /// The fractions of the given galaxies.
  ///
  /// - Shape: [N, 37].
  func target(_ batch: [Int]) -> Tensor {
    Tensor([batch.count, DecisionTree.columnCount], scalars: batch.flatMap { row($0) })
  }
}
