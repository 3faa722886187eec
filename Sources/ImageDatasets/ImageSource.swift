// Where the images of a data set come from.
internal import DataFiles
public import Images

/// Images that can be loaded: JPEG files, or a cache of images that have been preprocessed already.
public enum ImageSource: Sendable {
  /// Files, decoded when they are loaded.
  case files([ImageFile])
  /// A cache, read in place.
  case cache(ImageCache)

  /// The JPEG files of the folder at `path`, or the cache in the file there.
  ///
  /// - Throws: `FileError`, as ``ImageFolder/init(path:)`` and ``ImageCache/init(path:)``.
  public init(path: String) throws {
    if FileKind(path: path) == .file {
      self = .cache(try ImageCache(path: path))
    } else {
      self = .files(try ImageFolder(path: path).images)
    }
  }

  /// The images' identifiers.
  public var identifiers: [String] {
    switch self {
    case .files(let files): files.map(\.identifier)
    case .cache(let cache): cache.identifiers
    }
  }

  /// What errors call the image at `index`.
  public func location(of index: Int) -> String {
    switch self {
    case .files(let files): files[index].path
    case .cache(let cache): "\(cache.path), image \(cache.identifiers[index])"
    }
  }

  /// The name of the file of the image at `index`, with its path below the data set's folder; a cache knows it without its
  /// extension.
  public func fileName(of index: Int) -> String {
    switch self {
    case .files(let files):
      let file = files[index]
      guard let dot = file.path.lastIndex(of: ".") else { return file.identifier }
      return file.identifier + file.path[dot...]
    case .cache(let cache): return cache.identifiers[index]
    }
  }

  /// Loads the images at `indices`; those that cannot be read are left out.
  ///
  /// A cache is not copied: its store holds all its images.
  ///
  /// - Parameter progress: told from time to time, on the calling thread, how many images are done.
  /// - Returns: a store, and where in it the images are that could be read.
  /// - Throws: `FileError` where a cache holds other pixels than `preprocessing` makes.
  public func load(
    _ indices: [Int], preprocessing: Preprocessing, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> (store: ImageStore, places: [Int]) {
    switch self {
    case .files(let files):
      let store = ImageStore(loading: indices.map { files[$0] }, preprocessing: preprocessing, progress: progress)
      return (store, Array(0..<store.count))
    case .cache(let cache):
      let store = try cache.store(for: preprocessing)
      progress(indices.count)
      return (store, indices)
    }
  }

  /// The image at `index` for people to look at: as it is in its file, or as the cache holds it.
  ///
  /// - Throws: `FileError` where a file cannot be decoded.
  public func picture(at index: Int) throws -> Image {
    switch self {
    case .files(let files): try JPEG.decode(path: files[index].path, as: .rgb)
    case .cache(let cache): cache.image(at: index)
    }
  }

  /// The bytes of a JPEG file of ``picture(at:)``.
  ///
  /// - Throws: `FileError` where a file cannot be read.
  public func jpeg(at index: Int) throws -> [UInt8] {
    switch self {
    case .files(let files): try readFile(files[index].path)
    case .cache(let cache): JPEG.encode(cache.image(at: index))
    }
  }
}
