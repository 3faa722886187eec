// Data sets in classes, as folders hold them.
internal import DataFiles
internal import Foundation

/// The images of a folder that has a sub-folder for each class.
///
/// Understood are, beside `<class>/<name>.jpg`:
/// - `train/<class>` and `val/<class>` (or `training`, `valid`, `validation`, in any case): a division into training and
///   validation images. A `test` folder beside them is left alone.
/// - Tiny ImageNet: `train/<class>/images`, `val/images` with `val/val_annotations.txt`, and `words.txt` with titles.
/// - Stanford Dogs: `Images/<number>-<breed>`.
///
/// An image's identifier is its path from the folder, without the extension, so that equal names in two classes do not
/// meet.
struct ClassFolders {
  /// The images, those for validation last.
  private(set) var images: [ImageFile] = []
  /// The class of every image.
  private(set) var labels: [Int] = []
  /// What the classes are called.
  let classes: LabelNames
  /// The indices of the images for validation; `nil` where the folder has no division.
  private(set) var validation: [Int]?
  /// What is not read, by paths from the folder.
  private(set) var skipped: [String] = []

  /// Whether the folder at `path` holds sub-folders with images, or with folders of images, and no image itself.
  ///
  /// - Throws: `FileError` where it cannot be listed.
  static func areIn(_ path: String) throws -> Bool {
    // Of a folder of images, which may be many, no more is asked than that there is one.
    let images = try listFolder(path).lazy.filter(ImageFile.isRead)
    if images.contains(where: { FileKind(path: ImageFolder.join(path, $0)) != .folder }) { return false }
    return try !ListedFolder(path).folders.isEmpty
  }

  /// Lists the folder at `path`; no image is opened.
  ///
  /// - Throws: `FileError` where a folder cannot be listed, a class has no images, there are fewer classes than
  ///   `minimumCount`, or images for validation belong to a class that has none to train on.
  init(path: String, minimumCount: Int = 2) throws {
    let root = try ListedFolder(path)
    guard !root.hasImages else {
      throw FileError(
        path: path, problem: "holds images itself; without labels, a sub-folder for each class is expected")
    }
    let division = try FolderDivision(of: root)
    skipped = [root, division.training, division.validation].compactMap { $0 }.uniqued.flatMap { folder in
      folder.otherFiles.map { ImageFolder.join(folder.path, $0) }
    }.map(root.relative)
    var names: [String] = []
    for folder in try division.training.classFolders() {
      let listed = try folder.images()
      images += listed.images.map(root.identified)
      skipped += listed.skipped.map { root.relative(ImageFolder.join(listed.path, $0)) }
      labels += Array(repeating: names.count, count: listed.images.count)
      names.append(folder.name)
    }
    guard names.count >= minimumCount else {
      throw FileError(
        path: division.training.path,
        problem: "expected a sub-folder for each of two or more classes, found "
          + (names.first.map { "only \($0)" } ?? "none"))
    }
    let titles = try Self.titles(in: root)
    classes = LabelNames(names: names, titles: names.map { titles[ExactText($0)] ?? Self.title(of: $0) })
    guard let folder = division.validation else { return }
    let known = classes.indices
    let start = images.count
    let (labelled, others) = try folder.labelledImages()
    for (file, name) in labelled {
      guard let label = known[ExactText(name)] else {
        throw FileError(
          path: file.path, problem: "belongs to the class \(name), which has no images in \(division.training.path)")
      }
      images.append(root.identified(file))
      labels.append(label)
    }
    skipped += others.map(root.relative)
    validation = Array(start..<images.count)
  }

  /// Stanford Dogs' folders are called after their number in WordNet and their breed.
  private static func title(of name: String) -> String {
    name.wholeMatch(of: /n\d{8}-(.+)/).map { String($0.1).replacing("_", with: " ") } ?? name
  }

  /// Tiny ImageNet's own names: a number in WordNet, a tab, and what people call it.
  private static func titles(in root: ListedFolder) throws -> [ExactText: String] {
    guard root.files.contains("words.txt") else { return [:] }
    var titles: [ExactText: String] = [:]
    for fields in try tabSeparated(root.path(of: "words.txt")) where fields.count >= 2 {
      titles[ExactText(fields[0])] = fields[1].prefix { $0 != "," }.description
    }
    return titles
  }
}
