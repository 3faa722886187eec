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
package struct ClassFolders: Sendable {
  /// The images, those for validation last.
  package private(set) var images: [ImageFile] = []
  /// Their classes.
  package let classes: ImageClasses

  /// Whether the folder at `path` holds sub-folders with images, or with folders of images, and no JPEG file itself.
  ///
  /// - Throws: `FileError` where it cannot be listed.
  package static func areIn(_ path: String) throws -> Bool {
    let folder = try Folder(path)
    return !folder.hasImages && !folder.folders.isEmpty
  }

  /// Lists the folder at `path`; no image is opened.
  ///
  /// - Throws: `FileError` where a folder cannot be listed, a class has no images, there are fewer than two classes, or
  ///   images for validation belong to a class that has none to train on.
  package init(path: String) throws {
    let root = try Folder(path)
    guard !root.hasImages else {
      throw FileError(
        path: path, problem: "holds JPEG files itself; without labels, a sub-folder for each class is expected")
    }
    let division = try Division(of: root)
    let titles = try Self.titles(in: root)
    var names: [String] = []
    var labels: [Int] = []
    for folder in try division.training.classFolders() {
      let listed = try folder.images()
      images += listed.map(root.identified)
      labels += Array(repeating: names.count, count: listed.count)
      names.append(folder.name)
    }
    guard names.count >= 2 else {
      throw FileError(
        path: division.training.path,
        problem: "expected a sub-folder for each of two or more classes, found "
          + (names.first.map { "only \($0)" } ?? "none"))
    }
    var validation: [Int]?
    if let folder = division.validation {
      let start = images.count
      let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
      for (file, name) in try folder.labelledImages(below: root) {
        guard let label = places[name] else {
          throw FileError(
            path: file.path, problem: "belongs to the class \(name), which has no images in \(division.training.path)")
        }
        images.append(file)
        labels.append(label)
      }
      validation = Array(start..<images.count)
    }
    classes = ImageClasses(
      names: names, titles: names.map { titles[$0] ?? Self.title(of: $0) }, labels: labels, validation: validation)
  }

  /// Stanford Dogs' folders are called after their number in WordNet and their breed.
  private static func title(of name: String) -> String {
    name.wholeMatch(of: /n\d{8}-(.+)/).map { String($0.1).replacing("_", with: " ") } ?? name
  }

  /// Tiny ImageNet's own names: a number in WordNet, a tab, and what people call it.
  private static func titles(in root: Folder) throws -> [String: String] {
    guard root.files.contains("words.txt") else { return [:] }
    var titles: [String: String] = [:]
    for fields in try tabSeparated(root.path(of: "words.txt")) where fields.count >= 2 {
      titles[fields[0]] = fields[1].prefix { $0 != "," }.description
    }
    return titles
  }
}

/// Which folders hold the images for training and for validation.
private struct Division {
  let training: Folder
  let validation: Folder?

  init(of root: Folder) throws {
    func named(_ names: Set<String>) throws -> Folder? {
      guard let name = root.folders.first(where: { names.contains($0.lowercased()) }) else { return nil }
      // A class may be called `train`, too: a means of transport has images in it, not folders of images.
      let folder = try Folder(root.path(of: name))
      return folder.hasImages ? nil : folder
    }
    if let training = try named(["train", "training"]) {
      self.training = training
      validation = try named(["val", "valid", "validation"])
    } else {
      training = try named(["images"]) ?? root
      validation = nil
    }
  }
}

/// One folder, listed.
private struct Folder {
  let path: String
  let files: [String]
  let folders: [String]

  init(_ path: String) throws {
    self.path = path
    var (files, folders): ([String], [String]) = ([], [])
    for name in try listFolder(path) where name != "__MACOSX" {
      if FileKind(path: ImageFolder.join(path, name)) == .folder { folders.append(name) } else { files.append(name) }
    }
    self.files = files
    self.folders = folders
  }

  var name: String { (path as NSString).lastPathComponent }
  var hasImages: Bool { files.contains(where: ImageFile.isJPEG) }

  func path(of name: String) -> String { ImageFolder.join(path, name) }

  func classFolders() throws -> [Folder] { try folders.map { try Folder(path(of: $0)) } }

  /// The images of a class: in its folder or, in Tiny ImageNet, one further down.
  func images() throws -> [ImageFile] {
    let isNested = !hasImages && folders.contains("images")
    return try ImageFolder(path: isNested ? path(of: "images") : path).images
  }

  /// An image somewhere below this folder, identified by its path from here.
  func identified(_ image: ImageFile) -> ImageFile {
    let start = self.path.hasSuffix("/") ? self.path.count : self.path.count + 1
    let name = String(image.path.dropFirst(start))
    return ImageFile(identifier: (name as NSString).deletingPathExtension, path: image.path)
  }

  /// The images of a validation folder with the names of their classes.
  func labelledImages(below root: Folder) throws -> [(file: ImageFile, name: String)] {
    let annotations = "val_annotations.txt"
    guard files.contains(annotations) else {
      return try classFolders().flatMap { folder in
        try folder.images().map { (root.identified($0), folder.name) }
      }
    }
    let folder = try Folder(path(of: "images"))
    let rows = try tabSeparated(path(of: annotations)).map { ($0[0], $0.count > 1 ? $0[1] : "") }
    let names = Dictionary(rows, uniquingKeysWith: { first, _ in first })
    return try folder.images().map { image in
      guard let name = names[(image.path as NSString).lastPathComponent] else {
        throw FileError(path: path(of: annotations), problem: "has no line for \(image.path)")
      }
      return (root.identified(image), name)
    }
  }
}

/// The fields of every line of a file.
private func tabSeparated(_ path: String) throws -> [[String]] {
  String(decoding: try readFile(path), as: UTF8.self).split(whereSeparator: \.isNewline)
    .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}
