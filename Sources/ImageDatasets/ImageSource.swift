// Where the images of a data set come from.
internal import DataFiles
public import Images
internal import Preconditions

/// Images that can be loaded: JPEG and PNG files, or a cache of images that have been preprocessed already.
public struct ImageSource: Sendable {
  /// What the images lie in.
  enum Contents: Sendable {
    /// Files, decoded when they are loaded.
    case files([ImageFile])
    /// A cache, read in place.
    case cache(ImageCache)
  }

  let contents: Contents
  /// The images' identifiers; no two are equal.
  public let identifiers: [String]
  /// What else lies between the files and is not read, by paths from the folder; those of folders end in a slash.
  let skippedFiles: [String]

  /// The JPEG and PNG files of the folder at `path`, or the image or the cache in the file there.
  ///
  /// - Parameters:
  ///   - path: a folder of images, one image by its name, or a cache.
  ///   - allowingClassFolders: whether the images may lie in sub-folders for classes where the folder holds none
  ///     itself; see ``LabelledImages/classFolders(path:)``.
  /// - Throws: `FileError` where the folder cannot be listed, holds no image or two of one identifier, or where the cache
  ///   cannot be used (see ``ImageCache/init(path:)``).
  public init(path: String, allowingClassFolders: Bool = false) throws {
    if FileKind(path: path) == .file, ImageFile.isRead(path) {
      self.init(files: [ImageFile(path: path)])
    } else if FileKind(path: path) == .file {
      self.init(try ImageCache(path: path))
    } else if try allowingClassFolders && ClassFolders.areIn(path) {
      self.init(try ClassFolders(path: path, minimumCount: 1))
    } else {
      let folder = try ImageFolder(path: path)
      self.init(files: folder.images, skippedFiles: folder.skipped)
    }
  }

  /// The given files, of distinct identifiers.
  public init(files: [ImageFile]) {
    let distinct = Set(files.map { ExactText($0.identifier) })
    require(distinct.count == files.count, "ImageSource: expected distinct identifiers, found one twice")
    self.init(files: files, skippedFiles: [])
  }

  init(files: [ImageFile], skippedFiles: [String]) {
    contents = .files(files)
    identifiers = files.map(\.identifier)
    self.skippedFiles = skippedFiles
  }

  init(_ folders: ClassFolders) { self.init(files: folders.images, skippedFiles: folders.skipped) }

  init(_ cache: ImageCache) {
    contents = .cache(cache)
    identifiers = cache.identifiers
    skippedFiles = []
  }

  /// Number of images.
  public var count: Int { identifiers.count }

  /// What the images of a cache were made by; nil for files, which are as they are.
  public var preprocessing: Preprocessing? {
    if case .cache(let cache) = contents { cache.preprocessing } else { nil }
  }

  /// Files that lie between the images and are not read, whatever they are, and folders beside images, by their paths from
  /// the folder.
  public var skipped: NameList { NameList(skippedFiles) }

  /// What is not read, by its kinds, as a sentence such as `Not read: 2 FITS files (a.fits, b.fits).`; nil where all is.
  public var skippedDescription: String? {
    skippedFiles.isEmpty ? nil : "Not read: \(OtherFiles(skippedFiles))."
  }

  /// What errors call the image at `index`.
  public func location(of index: Int) -> String {
    switch contents {
    case .files(let files): files[index].path
    case .cache(let cache): "\(cache.path), image \(identifiers[index])"
    }
  }

  /// The name of the file of the image at `index`, with its path below the data set's folder; a cache knows it without its
  /// extension.
  public func fileName(of index: Int) -> String {
    switch contents {
    case .files(let files):
      let file = files[index]
      guard let dot = file.path.lastIndex(of: ".") else { return file.identifier }
      return file.identifier + file.path[dot...]
    case .cache: return identifiers[index]
    }
  }

  /// The image at `index` for people to look at: as it is in its file, or as the cache holds it.
  ///
  /// - Throws: `FileError` where a file cannot be decoded.
  public func picture(at index: Int) throws -> Image {
    switch contents {
    case .files(let files): try Image.decode(path: files[index].path, as: .rgb)
    case .cache(let cache): cache.image(at: index)
    }
  }

  /// The image of ``picture(at:)`` as the bytes of a JPEG or PNG file.
  ///
  /// - Throws: `FileError` where a file cannot be read.
  public func encodedPicture(at index: Int) throws -> [UInt8] {
    switch contents {
    case .files(let files): try readFile(files[index].path)
    case .cache(let cache): JPEG.encode(cache.image(at: index))
    }
  }
}
