// Everything that lies in a folder of images, whatever it is.
internal import DataFiles
internal import Foundation

/// The files of a folder and of the folders in it, sorted by what they are; no file is opened.
package struct FolderInventory: Sendable {
  /// The folder.
  package let path: String
  /// Files whose names are those of images, identified by their paths from the folder without extensions; sorted within
  /// each folder, those of the folder itself first.
  package private(set) var images: [ImageFile] = []
  /// What else was found.
  package private(set) var findings = Findings()

  /// Deeper folders are no part of any layout of images.
  private static let maximumDepth = 4

  /// Looks at the folder at `path`, or at the one image there.
  ///
  /// - Throws: `FileError` where it cannot be listed; folders in it that cannot are findings.
  package init(path: String) throws {
    let isFile = FileKind(path: path) == .file
    self.path = isFile ? (path as NSString).deletingLastPathComponent : path
    for (name, severity, title) in Self.kinds { findings.expect(name, severity, title) }
    if isFile {
      images = [ImageFile(path: path)]
      return
    }
    try add(folder: path, as: "", within: [])
    noteEqualIdentifiers()
  }

  /// Where an image is, from the folder.
  package func relative(_ image: ImageFile) -> String {
    let start = ImageFolder.join(path, "")
    return image.path.hasPrefix(start) ? String(image.path.dropFirst(start.count)) : image.path
  }

  private static let kinds: [(name: String, severity: Finding.Severity, title: String)] = [
    ("unreadableFolders", .error, "folders that cannot be read"),
    ("foldersNamedAsImages", .error, "folders with the name of an image"),
    ("specialFiles", .error, "pipes and devices with the name of an image"),
    ("equalIdentifiers", .error, "images whose names differ in their extensions alone"),
    ("folderLoops", .note, "links to a folder that they lie in, not followed"),
    ("deepFolders", .note, "folders too deep to be looked into"),
    ("otherFiles", .note, "files that are no images, by their names"),
    ("systemFiles", .note, "files of an operating system, ignored"),
    ("hiddenFiles", .note, "hidden files, ignored"),
  ]

  private mutating func note(_ name: String, _ place: String, _ detail: String = "") {
    findings.add(name, .note, "", Finding.Item(place, detail))
  }

  /// - Parameter parents: device and number of every folder above, as links may lead round in circles.
  private mutating func add(folder: String, as prefix: String, within parents: [[UInt64]]) throws {
    var information = stat()
    let identity =
      stat(folder, &information) == 0 ? [UInt64(information.st_dev), UInt64(information.st_ino)] : []
    if parents.contains(identity) { return note("folderLoops", prefix) }
    if parents.count > Self.maximumDepth { return note("deepFolders", prefix) }
    let names = try listFolder(folder, includingHidden: true)
    var below: [String] = []
    for name in names {
      let place = prefix + name
      if OtherFiles.isOfSystem(name) {
        note("systemFiles", place)
      } else if name.hasPrefix(".") {
        note("hiddenFiles", place)
      } else if ImageFile.isRead(name) {
        addImage(name: place)
      } else if FileKind(path: ImageFolder.join(folder, name)) == .folder {
        below.append(name)
      } else {
        note("otherFiles", place, OtherFiles.kind(of: name))
      }
    }
    for name in below {
      do {
        try add(
          folder: ImageFolder.join(folder, name), as: prefix + name + "/",
          within: parents + [identity])
      } catch let error as FileError {
        note("unreadableFolders", prefix + name, error.problem)
      }
    }
  }

  private mutating func addImage(name: String) {
    let file = ImageFile(identifier: ImageFile.identifier(of: name), path: ImageFolder.join(path, name))
    switch FileKind(path: file.path) {
    case .folder: note("foldersNamedAsImages", name)
    // To read a pipe would be to wait for somebody who writes to it.
    case .other: note("specialFiles", name)
    // A link that leads nowhere is found when it is read.
    case .file, nil: images.append(file)
    }
  }

  private mutating func noteEqualIdentifiers() {
    var seen: [ExactText: ImageFile] = [:]
    for image in images {
      let other = seen.updateValue(image, forKey: ExactText(image.identifier))
      if let other { note("equalIdentifiers", relative(image), "as \(relative(other))") }
    }
  }
}
