// Images of a folder into a cache.
internal import DataFiles
internal import Foundation
internal import Preconditions

extension ImageCache {
  /// Preprocesses images of a source on all threads, some hundred at a time, and writes the cache.
  ///
  /// The file appears when it is complete; until then, what stood under its name stays.
  ///
  /// - Parameters:
  ///   - source: images of files.
  ///   - indices: which of them, at least one; all unless given.
  ///   - folder: where the files are, to notice when they change.
  ///   - preprocessing: how the images are prepared.
  ///   - path: where the cache is written.
  ///   - progress: told from time to time, on the calling thread, how many images are done.
  /// - Returns: the images that could not be used and were left out.
  /// - Throws: `FileError` where the source is a cache itself, where the new one cannot be written, or about the first image
  ///   where none can be used.
  public static func write(
    _ source: ImageSource, indices: [Int]? = nil, folder: String, preprocessing: Preprocessing, to path: String,
    progress: (_ done: Int) -> Void = { _ in }
  ) throws -> [ImageFailure] {
    try write(
      source, indices ?? Array(0..<source.count), folder, preprocessing, to: path, classes: { _ in nil },
      progress: progress)
  }

  /// As ``write(_:indices:folder:preprocessing:to:progress:)`` for the images of a list, with their classes and the data
  /// set's own division.
  public static func write(
    _ images: LabelledImages<Int>, classes: LabelNames, folder: String, preprocessing: Preprocessing, to path: String,
    progress: (_ done: Int) -> Void = { _ in }
  ) throws -> [ImageFailure] {
    require(
      images.labels.allSatisfy(classes.names.indices.contains),
      "ImageCache.write: expected labels below \(classes.count)")
    return try write(
      images.source, images.indices, folder, preprocessing, to: path,
      classes: { kept in
        let images = images.selecting(kept)
        return StoredClasses(classes: classes, labels: images.labels, validation: images.validation)
      }, progress: progress)
  }

  private static let chunkSize = 256

  /// - Parameter classes: makes the stored classes for the positions in `indices` of the images that could be read.
  private static func write(
    _ source: ImageSource, _ indices: [Int], _ folder: String, _ preprocessing: Preprocessing, to path: String,
    classes: (_ kept: [Int]) -> StoredClasses?, progress: (_ done: Int) -> Void
  ) throws -> [ImageFailure] {
    guard case .files(let files) = source.contents else {
      throw FileError(path: folder, problem: "is a cache already, expected a folder of images")
    }
    require(!indices.isEmpty, "ImageCache.write: expected at least one image")
    let output = try AtomicFile(path: path)
    // Taken first: what changes while images are read is noticed when the cache is opened.
    let fingerprint = try FolderFingerprint(path: folder)
    try output.write(magic + [UInt8](repeating: 0, count: pixelStart - magic.count))
    var kept: [Int] = []
    var failures: [ImageFailure] = []
    for start in stride(from: 0, to: indices.count, by: chunkSize) {
      let end = min(start + chunkSize, indices.count)
      let loaded = try ImageStore.load(indices[start..<end].map { files[$0] }, preprocessing: preprocessing)
      try loaded.store.withUnsafePixels { try output.write(UnsafeRawBufferPointer($0)) }
      kept += loaded.kept.map { start + $0 }
      failures += loaded.failures
      progress(end)
    }
    if kept.isEmpty, let failure = failures.first { throw failure.error }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(
      Description(
        preprocessing: preprocessing, identifiers: kept.map { source.identifiers[indices[$0]] },
        classes: classes(kept), source: fingerprint))
    try output.write(Array(json))
    try output.write(withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) } + magic)
    try output.commit()
    return failures
  }
}
