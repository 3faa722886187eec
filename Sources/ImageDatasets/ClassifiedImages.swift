// Images and their classes: what a classifier is trained on.
internal import DataFiles
internal import Preconditions
public import Tensors

/// Images that belong to classes.
public struct ClassifiedImages: Sendable {
  /// Where the images come from; there may be more of them than are classified.
  public let source: ImageSource
  /// Where in the source each classified image is.
  public let places: [Int]
  /// Their classes, in the same order.
  public let classes: ImageClasses

  /// Number of classified images.
  public var count: Int { places.count }

  /// Classified images: those at `places` of the source, one for each label.
  public init(source: ImageSource, places: [Int], classes: ImageClasses) {
    require(
      places.count == classes.labels.count,
      "ClassifiedImages: \(places.count) images, but labels of \(classes.labels.count)")
    self.source = source
    self.places = places
    self.classes = classes
  }

  /// The images of the folder at `path`, whose sub-folders are the classes, or of a cache made of such a folder.
  ///
  /// Sub-folders `train` and `val` (or the like) are a division, not classes; the layouts of Tiny ImageNet and Stanford Dogs
  /// are known. An image's identifier is its path from the folder, without the extension.
  ///
  /// - Throws: `FileError` where there are fewer than two classes, one without images, or validation images of a class that
  ///   has none to train on.
  public init(path: String) throws {
    if FileKind(path: path) == .file {
      let cache = try ImageCache(path: path)
      guard let classes = cache.classes else {
        throw FileError(path: path, problem: "holds images without classes; labels must be given")
      }
      self.init(source: .cache(cache), places: Array(cache.identifiers.indices), classes: classes)
    } else {
      let folders = try ClassFolders(path: path)
      self.init(source: .files(folders.images), places: Array(folders.images.indices), classes: folders.classes)
    }
  }

  /// The images of a folder or cache that have a row in a CSV file, with the class that a column of it names.
  ///
  /// Classes are sorted by their names: as numbers where all are whole numbers, else by bytes.
  ///
  /// - Throws: `FileError` where the column is missing (naming those that are there) or holds one class only, a row is bad,
  ///   or no row has an image.
  public init(images path: String, labels: String, classColumn: String) throws {
    let table = try LabelTable(path: labels, column: classColumn)
    let source = try ImageSource(path: path)
    let pairs = try table.rows(of: source.identifiers)
    let values = pairs.map { table.values[$0.row] }
    let names = Self.sorted(Set(values))
    guard names.count >= 2 else {
      throw FileError(path: labels, problem: "expected two or more classes in \(classColumn), found only \(names[0])")
    }
    let labels = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    self.init(
      source: source, places: pairs.map(\.image),
      classes: ImageClasses(names: names, labels: values.map { labels[$0, default: 0] }))
  }

  private static func sorted(_ names: Set<String>) -> [String] {
    let numbers = names.compactMap { name in Int(name).map { (name, $0) } }
    if numbers.count == names.count { return numbers.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The identifier of every classified image.
  public var identifiers: [String] {
    let all = source.identifiers
    return places.map { all[$0] }
  }

  /// The images at `indices`, in that order.
  public func selecting(_ indices: [Int]) -> ClassifiedImages {
    ClassifiedImages(source: source, places: indices.map { places[$0] }, classes: classes.selecting(indices))
  }

  /// The data set's own division into training and validation images or, where it has none, one drawn from each class.
  ///
  /// - Parameter validationFraction: share of every class that is drawn for validation, between 0 and 1.
  /// - Throws: ``SplitError`` where there are too few images.
  public func split(validationFraction: Double, random: RandomSource) throws -> Split {
    let identifiers = identifiers
    guard let validation = classes.validation else {
      return try Split(
        identifiers, labels: classes.labels, validationFraction: validationFraction, random: random)
    }
    let kept = Set(validation)
    let training = identifiers.indices.filter { !kept.contains($0) }
    guard !training.isEmpty, !validation.isEmpty else { throw SplitError(count: identifiers.count) }
    return Split(training: training.map { identifiers[$0] }, validation: validation.map { identifiers[$0] })
  }
}

extension ClassifiedImages {
  /// These images to train on and those of the folder at `path` to validate on: the sub-folders there are the classes.
  ///
  /// The identifiers of the latter begin with `validation/`. What these images' own division keeps for validation is set
  /// aside.
  ///
  /// - Throws: `FileError` as ``init(path:)``, where a class there has no images here, or where these are a cache.
  public func validated(onFolder path: String) throws -> ClassifiedImages {
    guard case .files(let files) = source else {
      throw FileError(
        path: path, problem: "cannot be combined with a cache; make one of a folder with train and val in it")
    }
    let other = try ClassFolders(path: path)
    let labels = Dictionary(uniqueKeysWithValues: zip(classes.names, classes.names.indices))
    let added = try other.classes.labels.enumerated().map { index, label in
      let name = other.classes.names[label]
      guard let known = labels[name] else {
        throw FileError(
          path: other.images[index].path, problem: "belongs to the class \(name), which has no images to train on")
      }
      return known
    }
    let renamed = other.images.map { ImageFile(identifier: "validation/" + $0.identifier, path: $0.path) }
    let setAside = Set(classes.validation ?? [])
    let training = (0..<count).filter { !setAside.contains($0) }
    let total = training.count + renamed.count
    return ClassifiedImages(
      source: .files(training.map { files[places[$0]] } + renamed), places: Array(0..<total),
      classes: ImageClasses(
        names: classes.names, titles: classes.titles, labels: training.map { classes.labels[$0] } + added,
        validation: Array(training.count..<total)))
  }
}
