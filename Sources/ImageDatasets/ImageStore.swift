// A data set's images in memory, and batches of them as numbers.
public import Images
internal import Preconditions
internal import Tensors

/// A file that could not be used, and why.
public struct ImageFailure: Error, CustomStringConvertible {
  /// The image's identifier.
  public let identifier: String
  /// What was wrong with its file.
  public let error: any Error

  /// A file that could not be used.
  public init(identifier: String, error: any Error) {
    self.identifier = identifier
    self.error = error
  }

  /// The error's own line, which names the file.
  public var description: String { "\(error)" }
}

/// Preprocessed images in one block, in memory or in a mapped file: count · height · width · channels bytes.
public struct ImageStore: Sendable {
  /// The identifier of every image, in the order of the files.
  public let identifiers: [String]
  /// What the images were made by.
  public let preprocessing: Preprocessing
  /// The files that were left out, in the order of the files.
  public let failures: [ImageFailure]
  private let pixels: PixelBlock

  /// Columns of every image.
  public var width: Int { preprocessing.width }
  /// Rows of every image.
  public var height: Int { preprocessing.height }
  /// Channels of every image.
  public var channels: Int { preprocessing.channels }
  /// Images in the store.
  public var count: Int { identifiers.count }
  /// Values of one image.
  public var imageSize: Int { preprocessing.imageSize }

  /// Images whose pixels lie in `pixels` already.
  init(identifiers: [String], preprocessing: Preprocessing, pixels: PixelBlock) {
    self.identifiers = identifiers
    self.preprocessing = preprocessing
    self.pixels = pixels
    failures = []
  }

  /// Decodes and preprocesses `files` on all threads.
  ///
  /// A file that cannot be used ends nothing: it is left out and listed in ``failures``, for the caller to report and judge.
  ///
  /// - Parameter progress: told from time to time, on the calling thread, how many files are done.
  public init(loading files: [ImageFile], preprocessing: Preprocessing, progress: (_ done: Int) -> Void = { _ in }) {
    self.preprocessing = preprocessing
    let size = preprocessing.imageSize
    var errors = [(any Error)?](repeating: nil, count: files.count)
    let bytes = [UInt8](unsafeUninitializedCapacity: files.count * size) { block, count in
      for chunk in stride(from: 0, to: files.count, by: Self.chunkSize) {
        let end = min(chunk + Self.chunkSize, files.count)
        errors.withUnsafeMutableBufferPointer { errors in
          Parallel.forEach(end - chunk) { offset in
            let index = chunk + offset
            do {
              let image = try preprocessing.apply(path: files[index].path)
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
      for index in files.indices where errors[index] == nil {
        if kept != index, let base = block.baseAddress {
          (base + kept * size).update(from: base + index * size, count: size)
        }
        kept += 1
      }
      count = kept * size
    }
    pixels = .memory(bytes)
    identifiers = zip(files, errors).filter { $0.1 == nil }.map(\.0.identifier)
    failures = zip(files, errors).compactMap { file, error in
      error.map { ImageFailure(identifier: file.identifier, error: $0) }
    }
  }

  // Long enough to keep all threads busy, short enough for a progress bar to move.
  private static let chunkSize = 256

  /// One image, [H, W, C].
  public func image(at index: Int) -> Image {
    Image(
      width: width, height: height, channels: channels,
      pixels: pixels.withUnsafeBuffer { Array($0[index * imageSize..<(index + 1) * imageSize]) })
  }

  /// Calls `body` with the levels of all images, from 0 to 255: [N, H, W, C].
  func withUnsafePixels<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try pixels.withUnsafeBuffer(body)
  }

  /// Writes the images at `batch`, varied by `augmentation`, as numbers on the preprocessing's scale.
  ///
  /// How an image is varied depends on the seed, the epoch and its identifier alone; the numbers do not depend on how many
  /// threads there are. Variations of contrast, brightness and colour may leave the scale.
  ///
  /// - Shape: → output [N, H, W, C]
  public func fill(
    _ batch: [Int], augmentation: Augmentation, seed: UInt64, epoch: Int,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    require(
      output.count == batch.count * imageSize,
      "ImageStore.fill: \(output.count) numbers for \(batch.count) images of [\(height), \(width), \(channels)]")
    let scale = preprocessing.scale
    pixels.withUnsafeBuffer { pixels in
      Parallel.forEach(batch.count) { slot in
        let index = batch[slot]
        let levels = UnsafeBufferPointer(rebasing: pixels[index * imageSize..<(index + 1) * imageSize])
        let image = ImageView(pixels: levels, width: width, height: height, channels: channels)
        let numbers = UnsafeMutableBufferPointer(rebasing: output[slot * imageSize..<(slot + 1) * imageSize])
        if augmentation == .none {
          scale.apply(to: image, into: numbers)
        } else {
          augmentation.draw(seed: seed, epoch: epoch, identifier: identifiers[index])
            .apply(to: image, border: augmentation.border, scale: scale, into: numbers)
        }
      }
    }
  }
}
