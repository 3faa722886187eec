// Which sub-folders of a data set are classes, and which are its training and validation parts.
internal import DataFiles
internal import Foundation

/// Which folders hold the images for training and for validation.
struct FolderDivision {
  let training: ListedFolder
  let validation: ListedFolder?

  init(of root: ListedFolder) throws {
    func named(_ names: Set<String>) throws -> ListedFolder? {
      guard let name = root.folders.first(where: { names.contains($0.lowercased()) }) else { return nil }
      // A class may be called `train`, too: a means of transport has images in it, not folders of images.
      let folder = try ListedFolder(root.path(of: name))
      return folder.hasImages ? nil : folder
    }
    let validationNames: Set = ["val", "valid", "validation"]
    if let training = try named(["train", "training"]) {
      self.training = training
      validation = try named(validationNames)
      return
    }
    validation = nil
    // One part of a division by itself, with or without a part for tests, is a data set like any other.
    let others = root.folders.filter { !validationNames.union(["test"]).contains($0.lowercased()) }
    if others.isEmpty, let part = try named(validationNames) {
      training = part
    } else {
      training = try named(["images"]) ?? root
    }
  }
}

/// One folder, listed.
struct ListedFolder {
  let path: String
  let files: [String]
  let folders: [String]

  init(_ path: String) throws {
    self.path = path
    var (files, folders): ([String], [String]) = ([], [])
    for name in try listFolder(path) where !OtherFiles.isOfSystem(name) {
      if FileKind(path: ImageFolder.join(path, name)) == .folder { folders.append(name) } else { files.append(name) }
    }
    self.files = files
    self.folders = folders
  }

  var name: String { (path as NSString).lastPathComponent }
  var hasImages: Bool { files.contains(where: ImageFile.isRead) }

  /// Files that are neither images nor say something of them.
  var otherFiles: [String] {
    files.filter { !ImageFile.isRead($0) && !["words.txt", "val_annotations.txt"].contains($0) }
  }

  func path(of name: String) -> String { ImageFolder.join(path, name) }

  func classFolders() throws -> [ListedFolder] { try folders.map { try ListedFolder(path(of: $0)) } }

  /// The images of a class: in its folder or, in Tiny ImageNet, one further down.
  func images() throws -> ImageFolder {
    let isNested = !hasImages && folders.contains("images")
    return try ImageFolder(path: isNested ? path(of: "images") : path)
  }

  /// A path below this folder, from here.
  func relative(_ path: String) -> String {
    String(path.dropFirst(self.path.hasSuffix("/") ? self.path.count : self.path.count + 1))
  }

  /// An image somewhere below this folder, identified by its path from here.
  func identified(_ image: ImageFile) -> ImageFile {
    ImageFile(identifier: ImageFile.identifier(of: relative(image.path)), path: image.path)
  }

  /// The images of a validation folder with the names of their classes, and the paths of images of other formats.
  func labelledImages() throws -> (images: [(file: ImageFile, name: String)], skipped: [String]) {
    let annotations = "val_annotations.txt"
    guard files.contains(annotations) else {
      let listed = try classFolders().map { (name: $0.name, folder: try $0.images()) }
      return (
        listed.flatMap { name, folder in folder.images.map { ($0, name) } },
        listed.flatMap { _, folder in folder.skipped.map { ImageFolder.join(folder.path, $0) } }
      )
    }
    let rows = try tabSeparated(path(of: annotations)).map { (ExactText($0[0]), $0.count > 1 ? $0[1] : "") }
    let names = Dictionary(rows, uniquingKeysWith: { first, _ in first })
    let folder = try ListedFolder(path(of: "images")).images()
    let images = try folder.images.map { image in
      guard let name = names[ExactText((image.path as NSString).lastPathComponent)] else {
        throw FileError(path: path(of: annotations), problem: "has no line for \(image.path)")
      }
      return (image, name)
    }
    return (images, folder.skipped.map { ImageFolder.join(folder.path, $0) })
  }
}

extension [ListedFolder] {
  /// The folders, each once.
  var uniqued: [ListedFolder] {
    var seen: Set<String> = []
    return filter { seen.insert($0.path).inserted }
  }
}

/// The fields of every line of a file.
func tabSeparated(_ path: String) throws -> [[String]] {
  String(decoding: try readFile(path), as: UTF8.self).split(whereSeparator: \.isNewline)
    .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}
