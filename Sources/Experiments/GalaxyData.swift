// Galaxies with images and labels, ready for a network.
public import GalaxyZoo
public import ImageDatasets
public import Tensors

/// The galaxies of a folder or cache that have a row in a catalogue: which they are, and what was left out.
public struct GalaxyList: Sendable {
  /// Where the images come from; there may be more of them than galaxies.
  public let source: ImageSource
  /// The galaxies, ascending by GalaxyID.
  public let identifiers: [String]
  /// Where in the source each galaxy's image is.
  public let places: [Int]
  /// The 37 fractions of each, one row after another.
  public let fractions: [Float]
  /// Which rows and images found no partner.
  public let report: Catalogue.JoinReport

  /// Joins a folder or cache of images with a catalogue.
  ///
  /// - Throws: `FileError` where either cannot be read or nothing joins.
  public init(images path: String, labels: String) throws {
    let catalogue = try Catalogue(path: labels)
    source = try ImageSource(path: path)
    let names = source.identifiers
    let join = try catalogue.joined(with: names)
    places = join.images
    identifiers = places.map { names[$0] }
    fractions = join.rows.flatMap { catalogue.row($0) }
    report = join.report
  }

  private init(selecting places: [Int], of list: GalaxyList) {
    source = list.source
    identifiers = places.map { list.identifiers[$0] }
    self.places = places.map { list.places[$0] }
    fractions = places.flatMap { list.row($0) }
    report = list.report
  }

  /// Number of galaxies.
  public var count: Int { identifiers.count }

  /// The fractions of one galaxy.
  public func row(_ index: Int) -> ArraySlice<Float> {
    fractions[index * DecisionTree.columnCount..<(index + 1) * DecisionTree.columnCount]
  }

  /// The galaxies at the given places.
  func selecting(_ places: [Int]) -> GalaxyList {
    GalaxyList(selecting: places, of: self)
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
    let places = self.identifiers.indices.filter { wanted.contains(self.identifiers[$0]) }
    guard places.count == wanted.count else {
      let present = Set(self.identifiers)
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

/// Galaxies ready for use: preprocessed pixels and fractions.
public struct GalaxyData: Sendable {
  /// Pixels of these galaxies and perhaps of others.
  private let store: ImageStore
  /// Where in the store these galaxies are.
  private let places: [Int]
  /// The 37 fractions of each of these galaxies, one row after another; empty where they are not known.
  private let fractions: [Float]

  /// Number of galaxies.
  public var count: Int { places.count }

  /// The galaxies, in order.
  public var identifiers: [String] { places.map { store.identifiers[$0] } }

  /// Images that could not be read.
  public var failures: [ImageFailure] { store.failures }

  private init(store: ImageStore, places: [Int], fractions: [Float]) {
    self.store = store
    self.places = places
    self.fractions = fractions
  }

  /// Reads the images of a list on all threads; those that cannot be read are left out and listed in ``failures``.
  ///
  /// - Throws: `FileError` about the first image where none can be read, or about a cache of other pixels.
  public init(
    _ list: GalaxyList, preprocessing: Preprocessing, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    progress(0, list.count)
    let (store, places) = try list.source.load(list.places, preprocessing: preprocessing) { progress($0, list.count) }
    if places.isEmpty, let failure = store.failures.first { throw failure.error }
    let failed = Set(store.failures.map(\.identifier))
    let fractions = (0..<list.count).filter { !failed.contains(list.identifiers[$0]) }.flatMap { list.row($0) }
    self.init(store: store, places: places, fractions: fractions)
  }

  /// Galaxies without labels: those at `places` of a store.
  init(unlabelled store: ImageStore, places: [Int]) {
    self.init(store: store, places: places, fractions: [])
  }

  /// The galaxies with the given identifiers, all of which must be there, in the order given; shares the pixels.
  func selecting(_ identifiers: [String]) -> GalaxyData {
    let present = Dictionary(uniqueKeysWithValues: zip(self.identifiers, 0..<count))
    let chosen = identifiers.compactMap { present[$0] }
    precondition(chosen.count == identifiers.count, "GalaxyData.selecting: galaxies that are not there")
    return GalaxyData(store: store, places: chosen.map { places[$0] }, fractions: chosen.flatMap { row($0) })
  }

  /// The fractions of one galaxy.
  public func row(_ index: Int) -> ArraySlice<Float> {
    fractions[index * DecisionTree.columnCount..<(index + 1) * DecisionTree.columnCount]
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
