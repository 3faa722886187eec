// One file of an image, and which files are images.
internal import Foundation

/// An image to be read, with the name that labels and predictions know it by.
public struct ImageFile: Sendable, Equatable {
  /// The file's name without its extension, after the path from the data set's folder where images lie in sub-folders.
  public let identifier: String
  /// Where it is.
  public let path: String

  /// The file at `path`.
  public init(identifier: String, path: String) {
    self.identifier = identifier
    self.path = path
  }
}

extension ImageFile {
  /// The file at `path`, with its own name as the identifier.
  package init(path: String) {
    self.init(identifier: Self.identifier(of: (path as NSString).lastPathComponent), path: path)
  }

  private static let readExtensions: Set = ["jpg", "jpeg", "png"]

  private static func lowercasedExtension(_ name: String) -> String { (name as NSString).pathExtension.lowercased() }

  /// Whether a file's name is that of an image that can be read: it ends in `.jpg`, `.jpeg` or `.png`, in any case.
  package static func isRead(_ name: String) -> Bool { readExtensions.contains(lowercasedExtension(name)) }

  /// Whether a file is neither an image that can be read nor something that an operating system leaves everywhere.
  static func isSkipped(_ name: String) -> Bool { !isRead(name) && !OtherFiles.isOfSystem(name) }

  /// The name of a file without its extension.
  static func identifier(of name: String) -> String { (name as NSString).deletingPathExtension }

  /// What a table calls an image, without the `.jpg`, `.jpeg` or `.png` that may end it.
  package static func identifier(inTable text: String) -> String { isRead(text) ? identifier(of: text) : text }
}
