// The JPEG files of a folder.
internal import DataFiles
internal import Foundation

/// An image to be read, with the name that labels and predictions know it by.
public struct ImageFile: Sendable, Equatable {
  /// The file's name without its extension: a GalaxyID, for the Galaxy Challenge.
  public let identifier: String
  /// Where it is.
  public let path: String

  /// The file at `path`.
  public init(identifier: String, path: String) {
    self.identifier = identifier
    self.path = path
  }

  /// Whether a file's name is that of a JPEG: `.jpg` or `.jpeg`, in any case.
  static func isJPEG(_ name: String) -> Bool {
    ["jpg", "jpeg"].contains((name as NSString).pathExtension.lowercased())
  }
}

/// A folder of images, as people have them: with other files in between.
public struct ImageFolder: Sendable, Equatable {
  /// The folder.
  public let path: String
  /// Its `.jpg` and `.jpeg` files, in any case, sorted by the bytes of their names; never empty.
  public let images: [ImageFile]
  /// The names of its other files and its sub-folders, those that begin with a dot left out.
  public let skipped: [String]

  /// Lists the folder at `path`, without its sub-folders and without opening a file.
  ///
  /// - Throws: `FileError` where it cannot be listed, holds no JPEG file, or holds two of one identifier.
  public init(path: String) throws {
    self.path = path
    let names = try listFolder(path)
    images = names.filter(ImageFile.isJPEG).map {
      ImageFile(identifier: ($0 as NSString).deletingPathExtension, path: Self.join(path, $0))
    }
    skipped = names.filter { !ImageFile.isJPEG($0) }
    guard !images.isEmpty else { throw FileError(path: path, problem: "holds no JPEG file" + Self.hint(path, skipped)) }
    var seen: [String: String] = [:]
    for image in images {
      if let other = seen.updateValue(image.path, forKey: image.identifier) {
        throw FileError(path: image.path, problem: "has the same identifier \(image.identifier) as \(other)")
      }
    }
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Archives unpack into a folder of their own: the images are often one level down.
  private static func hint(_ path: String, _ names: [String]) -> String {
    let below = names.filter { name in
      // What is no folder cannot be listed, and what cannot be listed is no hint.
      name != "__MACOSX" && (try? listFolder(join(path, name)).contains(where: ImageFile.isJPEG)) == true
    }
    guard let first = below.first else { return "" }
    let others = below.count == 1 ? "" : " and \(below.count - 1) more"
    return "; there are some one level down, in \(join(path, first))\(others)"
  }
}
