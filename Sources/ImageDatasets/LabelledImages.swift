// Images and their labels: what a network learns from, and is measured on.
internal import Preconditions
internal import Tensors

/// Some images of a source, in an order, each with a label: a class, numbers, or whatever the task needs.
public struct LabelledImages<Label: Sendable>: Sendable {
  /// Where the images come from; there may be more of them than are labelled.
  public let source: ImageSource
  /// Where in the source each labelled image is.
  public let indices: [Int]
  /// The label of each.
  public let labels: [Label]
  /// Positions in this list, ascending, that the data set's own division keeps for validation; `nil` where there is no
  /// such division, or nothing is left of it.
  public let validation: [Int]?
  /// How the rows of a table and the images met; `nil` where there was no table.
  public let report: JoinReport?

  /// The images at `indices` of a source, with a label for each.
  ///
  /// - Parameters:
  ///   - source: where the images come from.
  ///   - indices: where in the source each labelled image is.
  ///   - labels: the label of each.
  ///   - validation: positions in the list; none at all stand for no division.
  ///   - report: how the rows of a table and the images met; nil where there was no table.
  public init(
    source: ImageSource, indices: [Int], labels: [Label], validation: [Int]? = nil, report: JoinReport? = nil
  ) {
    require(indices.count == labels.count, "LabelledImages: \(indices.count) images, but \(labels.count) labels")
    require(
      indices.allSatisfy((0..<source.count).contains), "LabelledImages: expected indices below \(source.count)")
    require(
      validation?.allSatisfy(indices.indices.contains) != false,
      "LabelledImages: expected positions below \(indices.count) for validation")
    self.source = source
    self.indices = indices
    self.labels = labels
    self.validation = validation.flatMap { $0.isEmpty ? nil : $0.sorted() }
    self.report = report
  }

  /// Number of images.
  public var count: Int { indices.count }

  /// The identifier of every image.
  public var identifiers: [String] { indices.map { source.identifiers[$0] } }

  /// The images at `positions` of the list, in that order.
  public func selecting(_ positions: [Int]) -> LabelledImages {
    let validation = validation.map { validation in
      let kept = Set(validation)
      return positions.indices.filter { kept.contains(positions[$0]) }
    }
    return LabelledImages(
      source: source, indices: positions.map { indices[$0] }, labels: positions.map { labels[$0] },
      validation: validation, report: report)
  }

  /// A random sample of `limit` images in their order, or all where there are no more.
  public func sampled(_ limit: Int?, seed: UInt64) -> LabelledImages {
    guard let limit, limit < count else { return self }
    var random = RandomSource(seed: seed).split("sample")
    return selecting(random.permutation(count).prefix(limit).sorted())
  }

  /// Where in the list the images with the given identifiers are, in the order of the identifiers.
  ///
  /// - Throws: ``MissingImagesError`` where some are not there.
  public func positions(of identifiers: [String]) throws -> [Int] {
    let present = Dictionary(
      zip(self.identifiers.map(ExactText.init), 0..<count), uniquingKeysWith: { first, _ in first })
    let positions = identifiers.map { present[ExactText($0)] }
    let found = positions.compactMap { $0 }
    guard found.count == identifiers.count else {
      throw MissingImagesError(identifiers: zip(identifiers, positions).filter { $1 == nil }.map(\.0))
    }
    return found
  }

  /// The same images with the labels that `transform` makes of theirs.
  public func mapLabels<Other>(_ transform: (Label) throws -> Other) rethrows -> LabelledImages<Other> {
    LabelledImages<Other>(
      source: source, indices: indices, labels: try labels.map(transform), validation: validation, report: report)
  }
}

/// Images that a run was made with and that the data no longer have.
public struct MissingImagesError: Error, Equatable, CustomStringConvertible {
  /// Their identifiers.
  public let identifiers: [String]

  /// An error about images of the given identifiers.
  public init(identifiers: [String]) { self.identifiers = identifiers }

  /// One line for the user.
  public var description: String {
    "the run was made with images that are not there any more or have no label: \(NameList(identifiers))"
  }
}
