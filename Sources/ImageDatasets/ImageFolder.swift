// The images of one folder.
internal import DataFiles

/// A folder of images, as people have them: with other files in between.
package struct ImageFolder: Sendable, Equatable {
  /// The folder.
  package let path: String
  /// Its JPEG and PNG files by their extensions, sorted by the bytes of their names; never empty.
  package let images: [ImageFile]
  /// The names of what else is in it, sorted alike; those of folders end in a slash.
  package let skipped: [String]

  /// Lists the folder at `path`, without its sub-folders and without opening a file.
  ///
  /// - Throws: `FileError` where it cannot be listed, holds no image that can be read, or two of one
  ///   identifier, such as `a.jpg` and `a.png`.
  package init(path: String) throws {
    self.path = path
    let names = try listFolder(path)
    images = names.filter(ImageFile.isRead).map {
      ImageFile(identifier: ImageFile.identifier(of: $0), path: Self.join(path, $0))
    }
    skipped = names.filter(ImageFile.isSkipped).map { name in
      FileKind(path: Self.join(path, name)) == .folder ? name + "/" : name
    }
    guard !images.isEmpty else {
      throw FileError(path: path, problem: "holds no JPEG or PNG file" + Self.hint(path, names, skipped))
    }
    var seen: [ExactText: String] = [:]
    for image in images {
      if let other = seen.updateValue(image.path, forKey: ExactText(image.identifier)) {
        throw FileError(path: image.path, problem: "has the same identifier \(image.identifier) as \(other)")
      }
    }
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// What a folder without images has instead. Archives unpack into a folder of their own: the images are often one level
  /// down.
  private static func hint(_ path: String, _ names: [String], _ skipped: [String]) -> String {
    let below = names.filter { name in
      // What is no folder cannot be listed, and what cannot be listed is no hint.
      name != "__MACOSX" && (try? listFolder(join(path, name)).contains(where: ImageFile.isRead)) == true
    }
    let files = skipped.filter { !$0.hasSuffix("/") }
    let instead = files.isEmpty ? "" : ", but \(OtherFiles(files))"
    guard let first = below.first else { return instead }
    let others = below.count == 1 ? "" : " and \(below.count - 1) more"
    return instead + "; there are some one level down, in \(join(path, first))\(others)"
  }
}
