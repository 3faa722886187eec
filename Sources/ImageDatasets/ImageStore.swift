// A data set's images in memory, and batches of them as numbers.
public import Images
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

/// Preprocessed images in one block of memory: count · height · width · channels bytes.
public struct ImageStore: Sendable {
  /// The identifier of every image, in the order of the files.
  public let identifiers: [String]
  /// Columns of every image.
  public let width: Int
  /// Rows of every image.
  public let height: Int
  /// Channels of every image.
  public let channels: Int
  /// Levels from 0 to 255, [N, H, W, C].
  public let pixels: [UInt8]
  /// The files that were left out, in the order of the files.
  public let failures: [ImageFailure]

  /// Images in the store.
  public var count: Int { identifiers.count }
  /// Values of one image.
  public var imageSize: Int { height * width * channels }

  /// Decodes and preprocesses `files` on all threads.
  ///
  /// A file that cannot be used ends nothing: it is left out and listed in ``failures``, for the caller to report and judge.
  ///
  /// - Parameter progress: told from time to time, on the calling thread, how many files are done.
  public init(loading files: [ImageFile], preprocessing: Preprocessing, progress: (_ done: Int) -> Void = { _ in }) {
    width = preprocessing.width
    height = preprocessing.height
    channels = preprocessing.channels
    let size = preprocessing.width * preprocessing.height * preprocessing.channels
    var errors = [(any Error)?](repeating: nil, count: files.count)
    pixels = [UInt8](unsafeUninitializedCapacity: files.count * size) { block, count in
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
      pixels: Array(pixels[index * imageSize..<(index + 1) * imageSize]))
  }

  /// Writes the images at `batch`, varied by `augmentation`, as numbers from 0 to 1 (beyond, where contrast is raised).
  ///
  /// How an image is varied depends on the seed, the epoch and its identifier alone; the numbers do not depend on how many
  /// threads there are.
  ///
  /// - Shape: → output [N, H, W, C]
  public func fill(
    _ batch: [Int], augmentation: Augmentation, seed: UInt64, epoch: Int,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      output.count == batch.count * imageSize,
      "ImageStore.fill: \(output.count) numbers for \(batch.count) images of [\(height), \(width), \(channels)]")
    pixels.withUnsafeBufferPointer { pixels in
      Parallel.forEach(batch.count) { slot in
        let index = batch[slot]
        let levels = UnsafeBufferPointer(rebasing: pixels[index * imageSize..<(index + 1) * imageSize])
        let numbers = UnsafeMutableBufferPointer(rebasing: output[slot * imageSize..<(slot + 1) * imageSize])
        if augmentation == .none {
          for i in 0..<imageSize { numbers[i] = Float(levels[i]) * (1 / 255) }
        } else {
          let draw = augmentation.draw(seed: seed, epoch: epoch, identifier: identifiers[index])
          draw.warp(width: width, height: height).apply(
            to: ImageView(pixels: levels, width: width, height: height, channels: channels), width: width,
            height: height, scale: 1 / 255, contrast: draw.contrast, into: numbers)
        }
      }
    }
  }
}
