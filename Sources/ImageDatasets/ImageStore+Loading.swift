// Images of files, or from memory, into a store.
internal import DataFiles
public import Images
internal import Preconditions
public import Tensors

extension ImageStore {
  /// Decodes and preprocesses `files` on all threads.
  ///
  /// A file that cannot be used is left out, for the caller to report and judge.
  ///
  /// - Parameter progress: told from time to time, on the calling thread, how many files are done.
  /// - Returns: the others, their indices in `files`, and what was wrong with the files left out, in the files' order.
  /// - Throws: `FileError` where there is no room for them.
  package static func load(
    _ files: [ImageFile], preprocessing: Preprocessing, progress: (_ done: Int) -> Void = { _ in }
  ) throws -> (store: ImageStore, kept: [Int], failures: [ImageFailure]) {
    let (pixels, errors) = try pixels(of: files.count, preprocessing: preprocessing, progress: progress) {
      try preprocessing.apply(path: files[$0].path)
    }
    let kept = files.indices.filter { errors[$0] == nil }
    let failures = zip(files, errors).compactMap { file, error in
      error.map { ImageFailure(identifier: file.identifier, error: $0) }
    }
    let identifiers = kept.map { files[$0].identifier }
    return (ImageStore(identifiers: identifiers, preprocessing: preprocessing, pixels: .memory(pixels)), kept, failures)
  }

  /// Preprocesses images that are in memory, on all threads.
  ///
  /// - Parameters:
  ///   - images: as they are decoded, of any sizes.
  ///   - identifiers: one for each image; errors name an image by it, and its variations are drawn by it.
  ///   - preprocessing: how the images are prepared.
  /// - Throws: `FileError` about the first image that is smaller than a central crop.
  public init(images: [Image], identifiers: [String], preprocessing: Preprocessing) throws {
    require(
      images.count == identifiers.count,
      "ImageStore: \(images.count) images, but \(identifiers.count) identifiers")
    let (pixels, errors) = try Self.pixels(of: images.count, preprocessing: preprocessing) {
      try preprocessing.apply(to: images[$0], named: identifiers[$0])
    }
    if let error = errors.lazy.compactMap({ $0 }).first { throw error }
    self.init(identifiers: identifiers, preprocessing: preprocessing, pixels: .memory(pixels))
  }

  // Long enough to keep all threads busy, short enough for a progress bar to move.
  static let chunkSize = 256

  /// The pixels of `count` images, without those that fail, and the errors by image.
  static func pixels(
    of count: Int, preprocessing: Preprocessing, progress: (_ done: Int) -> Void = { _ in },
    prepare: (_ index: Int) throws -> Image
  ) throws -> (pixels: [UInt8], errors: [(any Error)?]) {
    let size = preprocessing.imageSize
    try requireMemory(count * size, for: "pixels of \(count) images")
    var errors = [(any Error)?](repeating: nil, count: count)
    let pixels = [UInt8](unsafeUninitializedCapacity: count * size) { block, initializedCount in
      for chunk in stride(from: 0, to: count, by: chunkSize) {
        let end = min(chunk + chunkSize, count)
        errors.withUnsafeMutableBufferPointer { errors in
          Parallel.forEach(end - chunk) { offset in
            let index = chunk + offset
            do {
              let image = try prepare(index)
              _ = block[index * size..<(index + 1) * size].initialize(fromContentsOf: image.pixels)
            } catch {
              errors[index] = error
            }
          }
        }
        progress(end)
      }
      // Close the gaps that failures left.
      var kept = 0
      for index in 0..<count where errors[index] == nil {
        if kept != index, let base = block.baseAddress {
          (base + kept * size).update(from: base + index * size, count: size)
        }
        kept += 1
      }
      initializedCount = kept * size
    }
    return (pixels, errors)
  }
}

extension Preprocessing {
  /// Images that are in memory, as a network's input.
  ///
  /// - Shape: N images of any sizes → [N, height, width, channels]
  /// - Throws: `FileError` about the first image that is smaller than a central crop; it is called `image` and its index.
  public func input(of images: [Image]) throws -> Tensor {
    let names = images.indices.map { "image \($0)" }
    let store = try ImageStore(images: images, identifiers: names, preprocessing: self)
    return store.input(Array(images.indices))
  }
}
