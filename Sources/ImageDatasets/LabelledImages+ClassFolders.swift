// Images whose sub-folders are their classes.
internal import DataFiles

extension LabelledImages where Label == Int {
  /// The images of the folder at `path`, whose sub-folders are the classes, or of a cache made of such a folder; a label is
  /// an index into the classes.
  ///
  /// Sub-folders `train` and `val` (or the like) are a division, not classes; the layouts of Tiny ImageNet and Stanford Dogs
  /// are known. An image's identifier is its path from the folder, without the extension.
  ///
  /// - Throws: `FileError` where there are fewer than two classes, one without images, or validation images of a class that
  ///   has none to train on.
  public static func classFolders(path: String) throws -> (images: LabelledImages<Int>, classes: LabelNames) {
    if FileKind(path: path) == .file {
      let cache = try ImageCache(path: path)
      guard let stored = cache.classes else {
        throw FileError(path: path, problem: "holds images without classes; labels must be given")
      }
      let source = ImageSource(cache)
      let images = LabelledImages(
        source: source, indices: Array(0..<source.count), labels: stored.labels, validation: stored.validation)
      return (images, stored.classes)
    }
    let folders = try ClassFolders(path: path)
    let images = LabelledImages(
      source: ImageSource(folders), indices: Array(folders.images.indices), labels: folders.labels,
      validation: folders.validation)
    return (images, folders.classes)
  }

  /// Whether ``classFolders(path:)`` is the way to read what is at `path`: a folder without images but with sub-folders, or a
  /// cache that knows classes.
  ///
  /// - Throws: `FileError` where it cannot be read.
  public static func hasClassFolders(path: String) throws -> Bool {
    if FileKind(path: path) == .file { return try ImageCache(path: path).classes != nil }
    return try ClassFolders.areIn(path)
  }

  /// These images to train on and those of the folder at `path` to validate on: the sub-folders there are the classes.
  ///
  /// The identifiers of the latter begin with `validation/`. What these images' own division keeps for validation is set
  /// aside.
  ///
  /// - Parameters:
  ///   - path: the folder of the images to validate on.
  ///   - classes: those of these images.
  /// - Throws: `FileError` as ``classFolders(path:)``, where a class there has no images here, or where these are a cache.
  public func validated(onFolder path: String, classes: LabelNames) throws -> LabelledImages<Int> {
    guard case .files(let files) = source.contents else {
      throw FileError(
        path: path, problem: "cannot be combined with a cache; make one of a folder with train and val in it")
    }
    let other = try ClassFolders(path: path)
    let known = classes.indices
    let added = try zip(other.images, other.labels).map { image, label in
      let name = other.classes.names[label]
      guard let known = known[ExactText(name)] else {
        throw FileError(path: image.path, problem: "belongs to the class \(name), which has no images to train on")
      }
      return known
    }
    let renamed = other.images.map { ImageFile(identifier: "validation/" + $0.identifier, path: $0.path) }
    let setAside = Set(validation ?? [])
    let training = (0..<count).filter { !setAside.contains($0) }
    let total = training.count + renamed.count
    let combined = ImageSource(
      files: training.map { files[indices[$0]] } + renamed,
      skippedFiles: source.skippedFiles + other.skipped.map { "validation/" + $0 })
    return LabelledImages(
      source: combined, indices: Array(0..<total), labels: training.map { labels[$0] } + added,
      validation: Array(training.count..<total), report: report)
  }
}
