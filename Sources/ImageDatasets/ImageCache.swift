// Preprocessed images in one file, to be mapped into memory.
internal import DataFiles
internal import Foundation
public import Images

/// A file of images that have been decoded, cropped and resized already; its pixels are read in place.
///
/// The file, all numbers little-endian:
///
/// | Bytes | What |
/// |---|---|
/// | 16 | `galaxy images 1` and a line feed: what it is, and the version of the format |
/// | 48 | zeros |
/// | N · H · W · C | levels of the images, one image after another, rows of interleaved channels |
/// | L | description, as JSON |
/// | 8 | L |
/// | 16 | as the first 16 |
///
/// The description holds the ``Preprocessing``, which says H, W and C, the identifiers of the N images, for data sets in
/// classes the names of the classes, the class of every image and which images are for validation, and what the source was:
/// folder, number of image files, and a hash of their names, sizes and times of modification. It comes last so that images
/// can be written as they are decoded.
public struct ImageCache: Sendable {
  /// The file.
  public let path: String
  private let file: MappedFile
  private let description: Description

  struct Description: Codable {
    var preprocessing: Preprocessing
    var identifiers: [String]
    var classes: StoredClasses?
    var source: FolderFingerprint
  }

  private static let name = "galaxy images "
  static let magic = Array((name + "1\n").utf8)
  static let pixelStart = 64
  /// The length of the description and the magic bytes.
  private static let endLength = 24

  /// What the images were made by.
  public var preprocessing: Preprocessing { description.preprocessing }
  /// The images, in order.
  public var identifiers: [String] { description.identifiers }
  /// Their classes, where the source was a data set in classes.
  var classes: StoredClasses? { description.classes }

  /// Opens the cache in the file at `path`.
  ///
  /// - Throws: `FileError` where the file is no cache, is of another version, truncated or damaged, or where its source
  ///   folder is still there and has changed since.
  public init(path: String) throws {
    self.path = path
    file = try MappedFile(path: path)
    let count = file.count
    description = try file.withUnsafeBytes { bytes in
      try Self.checkMagic(bytes.prefix(Self.magic.count), path)
      let damage = FileError(path: path, problem: "is truncated or damaged; galaxy preprocess makes it anew")
      guard count >= Self.pixelStart + Self.endLength, bytes.suffix(Self.magic.count).elementsEqual(Self.magic) else {
        throw damage
      }
      let end = count - Self.endLength
      let stored = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))
      guard let length = Int(exactly: stored), length <= end - Self.pixelStart else { throw damage }
      let json = Data(bytes[end - length..<end])
      guard let description = try? JSONDecoder().decode(Description.self, from: json),
        description.isConsistent(pixelCount: end - length - Self.pixelStart)
      else { throw damage }
      return description
    }
    try checkSource()
  }

  private static func checkMagic(_ start: Slice<UnsafeRawBufferPointer>, _ path: String) throws {
    if start.elementsEqual(magic) { return }
    guard start.starts(with: name.utf8) else {
      throw FileError(path: path, problem: "is neither a folder of images nor a cache made by galaxy preprocess")
    }
    let version = String(decoding: start.dropFirst(name.utf8.count).prefix { $0 > 32 }, as: UTF8.self)
    throw FileError(path: path, problem: "is a cache of format \(version), expected 1; galaxy preprocess makes it anew")
  }

  private func checkSource() throws {
    let then = description.source
    // A source that is gone is no reason not to use what was made of it.
    guard FileKind(path: then.folder) == .folder else { return }
    let now = try FolderFingerprint(path: then.folder)
    guard now == then else {
      let counts =
        now.fileCount == then.fileCount ? "" : " (\(then.fileCount) images then, \(now.fileCount) now)"
      throw FileError(
        path: path,
        problem: "is out of date: \(then.folder) has changed since\(counts); galaxy preprocess makes it anew")
    }
  }

  /// All images, without copying them.
  ///
  /// - Throws: `FileError` saying in what the cache's pixels differ from those that `preprocessing` makes.
  public func store(for preprocessing: Preprocessing) throws -> ImageStore {
    if let difference = self.preprocessing.pixelDifference(from: preprocessing) {
      throw FileError(path: path, problem: "holds other images than the network takes: \(difference)")
    }
    return store(preprocessing)
  }

  /// One image, [H, W, C].
  public func image(at index: Int) -> Image { store(preprocessing).image(at: index) }

  private func store(_ preprocessing: Preprocessing) -> ImageStore {
    let count = identifiers.count * preprocessing.imageSize
    return ImageStore(
      identifiers: identifiers, preprocessing: preprocessing,
      pixels: .mapped(file, Self.pixelStart..<Self.pixelStart + count))
  }
}

extension ImageCache.Description {
  /// Whether a file with so many bytes of pixels can have this description.
  fileprivate func isConsistent(pixelCount: Int) -> Bool {
    pixelCount == identifiers.count * preprocessing.imageSize && !identifiers.isEmpty
      && Set(identifiers.map(ExactText.init)).count == identifiers.count
      && classes.map { $0.labels.count == identifiers.count } != false
  }
}
