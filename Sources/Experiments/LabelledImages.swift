// The images of a data set and what is true of them.
internal import DataFiles
public import GalaxyZoo
public import ImageDatasets
internal import Tensors

/// Images of a folder or cache whose fractions or classes are known: which they are, and what was left out.
public struct LabelledImages: Sendable {
  /// Where the images come from; there may be more of them than are labelled.
  public let source: ImageSource
  /// The labelled images; galaxies ascend by GalaxyID.
  public let identifiers: [String]
  /// Where in the source each of them is.
  public let places: [Int]
  /// What is true of them.
  public let targets: Targets
  /// Which rows and images of galaxies found no partner; `nil` for classes.
  public let report: Catalogue.JoinReport?

  private init(
    source: ImageSource, identifiers: [String], places: [Int], targets: Targets, report: Catalogue.JoinReport?
  ) {
    self.source = source
    self.identifiers = identifiers
    self.places = places
    self.targets = targets
    self.report = report
  }

  /// The galaxies of a folder or cache that have a row in a catalogue, with their 37 fractions.
  ///
  /// - Throws: `FileError` where either cannot be read or nothing joins.
  public init(images path: String, labels: String) throws {
    let catalogue = try Catalogue(path: labels)
    let source = try ImageSource(path: path)
    let names = source.identifiers
    let join = try catalogue.joined(with: names)
    self.init(
      source: source, identifiers: join.images.map { names[$0] }, places: join.images,
      targets: .fractions(join.rows.flatMap { catalogue.row($0) }), report: join.report)
  }

  /// Images in classes.
  public init(_ classified: ClassifiedImages) {
    self.init(
      source: classified.source, identifiers: classified.identifiers, places: classified.places,
      targets: .classes(classified.classes), report: nil)
  }

  /// Number of labelled images.
  public var count: Int { identifiers.count }

  /// The 37 fractions of one image, which must have fractions.
  public func row(_ index: Int) -> ArraySlice<Float> { targets.fractions(of: index) }

  /// What the list holds, in a sentence or two.
  public var summary: String { report?.description ?? "\(count) images in \(targets.outputs.names.count) classes." }

  /// The images at the given places of the list.
  func selecting(_ indices: [Int]) -> LabelledImages {
    LabelledImages(
      source: source, identifiers: indices.map { identifiers[$0] }, places: indices.map { places[$0] },
      targets: targets.selecting(indices), report: report)
  }

  /// A random sample of `limit` images in their order, or all where there are no more.
  public func sampled(_ limit: Int?, seed: UInt64) -> LabelledImages {
    guard let limit, limit < count else { return self }
    var random = RandomSource(seed: seed).split("sample")
    return selecting(random.permutation(count).prefix(limit).sorted())
  }

  /// The images with the given identifiers, in this list's order.
  ///
  /// - Throws: ``MissingImagesError`` where some are not there.
  public func selecting(identifiers: [String]) throws -> LabelledImages {
    let wanted = Set(identifiers)
    let places = self.identifiers.indices.filter { wanted.contains(self.identifiers[$0]) }
    guard places.count == wanted.count else {
      let present = Set(self.identifiers)
      throw MissingImagesError(task: targets.task, identifiers: identifiers.filter { !present.contains($0) })
    }
    return selecting(places)
  }

  /// The division that a run with this seed trains and validates on.
  ///
  /// A data set's own division is kept; where it has none, a share is drawn: of all galaxies, or of each class.
  ///
  /// - Throws: `SplitError` where there are too few images.
  func split(validationFraction: Double, seed: UInt64) throws -> Split {
    switch targets {
    case .fractions:
      return try Split(identifiers, validationFraction: validationFraction, seed: seed)
    case .classes(let classes):
      return try ClassifiedImages(source: source, places: places, classes: classes)
        .split(validationFraction: validationFraction, random: RandomSource(seed: seed).split("split"))
    }
  }

  /// The same images with classes numbered as a network's outputs, found by their names.
  ///
  /// - Throws: ``ForeignClassError`` where an image belongs to none of them.
  func numbered(as outputs: OutputNames) throws -> LabelledImages {
    guard case .classes(let classes) = targets, targets.outputs != outputs else { return self }
    let numbers = Dictionary(uniqueKeysWithValues: zip(outputs.names, outputs.names.indices))
    let labels = try classes.labels.enumerated().map { index, label in
      guard let number = numbers[classes.names[label]] else {
        throw ForeignClassError(image: source.location(of: places[index]), name: classes.names[label])
      }
      return number
    }
    let renumbered = ImageClasses(
      names: outputs.names, titles: outputs.titles, labels: labels, validation: classes.validation)
    return LabelledImages(
      source: source, identifiers: identifiers, places: places, targets: .classes(renumbered), report: report)
  }
}

/// Images that a run was made with and that the data no longer have.
public struct MissingImagesError: Error, CustomStringConvertible {
  /// What the run learned.
  public let task: LearningTask
  /// Their identifiers.
  public let identifiers: [String]

  /// One line for the user.
  public var description: String {
    switch task {
    case .regression:
      "the run was made with galaxies that have no image or no row any more: \(Examples(identifiers))"
    case .classification:
      "the run was made with images that are not there any more or have no class: \(Examples(identifiers))"
    }
  }
}

/// An image of a class that a network was not trained on.
public struct ForeignClassError: Error, CustomStringConvertible {
  /// Where the image is.
  public let image: String
  /// The class.
  public let name: String

  /// One line for the user.
  public var description: String { "\(image): belongs to the class \(name), which the network was not trained on" }
}
