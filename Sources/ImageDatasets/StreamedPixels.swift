// Pixels of more images than memory is to hold.
internal import DataFiles
internal import Images
internal import Tensors

/// The pixels of images of which the first are kept and the others are decoded again whenever they are asked for.
///
/// An epoch shows every image once, in an order of chance: whichever are kept spare the same work.
struct StreamedPixels: Sendable {
  private let files: [ImageFile]
  private let preprocessing: Preprocessing
  /// Those of the first images.
  private let kept: [UInt8]
  /// Hashes of the others' pixels, to notice files that have changed.
  private let hashes: [UInt64]

  private var keptCount: Int { files.count - hashes.count }

  /// The pixels of the image at `index`.
  ///
  /// - Throws: `FileError` where its file is gone or has changed.
  func image(at index: Int) throws -> Image {
    let size = preprocessing.imageSize
    if index < keptCount {
      return Image(
        width: preprocessing.width, height: preprocessing.height, channels: preprocessing.channels,
        pixels: Array(kept[index * size..<(index + 1) * size]))
    }
    let image = try preprocessing.apply(path: files[index].path)
    guard Self.hash(image) == hashes[index - keptCount] else {
      throw FileError(path: files[index].path, problem: "has changed since it was first read")
    }
    return image
  }

  fileprivate init(files: [ImageFile], preprocessing: Preprocessing, kept: [UInt8], hashes: [UInt64]) {
    (self.files, self.preprocessing, self.kept, self.hashes) = (files, preprocessing, kept, hashes)
  }

  fileprivate static func hash(_ image: Image) -> UInt64 {
    var hash = ContentHash()
    hash.combine(image.pixels)
    return hash.value
  }
}

extension ImageStore {
  /// As ``load(_:preprocessing:progress:)``, with the pixels of no more images in memory than fit into `pixelLimit` bytes.
  ///
  /// The others are decoded, too, so that a file that cannot be used is known at once.
  static func load(
    _ files: [ImageFile], preprocessing: Preprocessing, pixelLimit: Int, progress: (_ done: Int) -> Void
  ) throws -> (store: ImageStore, kept: [Int], failures: [ImageFailure]) {
    let capacity = min(max(0, pixelLimit) / preprocessing.imageSize, files.count)
    let first = try load(Array(files[..<capacity]), preprocessing: preprocessing, progress: progress)
    guard capacity < files.count, case .memory(let pixels) = first.store.pixels else { return first }
    var (kept, failures) = (first.kept, first.failures)
    var hashes: [UInt64] = []
    for start in stride(from: capacity, to: files.count, by: chunkSize) {
      let chunk = start..<min(start + chunkSize, files.count)
      let results = try Parallel.map(chunk.count) { offset in
        Result { StreamedPixels.hash(try preprocessing.apply(path: files[chunk.lowerBound + offset].path)) }
      }
      for (index, result) in zip(chunk, results) {
        switch result {
        case .success(let hash):
          hashes.append(hash)
          kept.append(index)
        case .failure(let error): failures.append(ImageFailure(identifier: files[index].identifier, error: error))
        }
      }
      progress(chunk.upperBound)
    }
    let used = kept.map { files[$0] }
    let streamed = StreamedPixels(files: used, preprocessing: preprocessing, kept: pixels, hashes: hashes)
    return (
      ImageStore(identifiers: used.map(\.identifier), preprocessing: preprocessing, pixels: .streamed(streamed)), kept,
      failures
    )
  }
}

extension Batches {
  /// The images at `positions` with their pixels in memory: decoded, on all threads, where memory is limited; else these
  /// batches themselves.
  ///
  /// - Returns: batches and the positions of the images in them.
  /// - Throws: `FileError` where an image's file is gone or has changed since it was first read.
  public func fetching(_ positions: [Int]) throws -> (batches: Batches, positions: [Int]) {
    guard case .streamed(let streamed) = store.pixels else { return (self, positions) }
    let places = positions.map { indices[$0] }
    let (pixels, errors) = try ImageStore.pixels(of: places.count, preprocessing: store.preprocessing) {
      try streamed.image(at: places[$0])
    }
    if let error = errors.lazy.compactMap({ $0 }).first { throw error }
    let fetched = ImageStore(
      identifiers: places.map { store.identifiers[$0] }, preprocessing: store.preprocessing, pixels: .memory(pixels))
    return (Batches(fetched, augmentation: augmentation, seed: seed), Array(positions.indices))
  }
}
