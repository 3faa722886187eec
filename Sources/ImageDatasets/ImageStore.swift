// A data set's images in memory, and batches of them as numbers.
public import Images
internal import Preconditions
public import Tensors

/// Preprocessed images in one block, in memory or in a mapped file: count · height · width · channels bytes.
///
/// Where memory is limited, a part of them is decoded again whenever it is needed; see ``Batches/fetching(_:)``.
public struct ImageStore: Sendable {
  /// The identifier of every image.
  public let identifiers: [String]
  /// What the images were made by.
  public let preprocessing: Preprocessing
  let pixels: PixelBlock

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
  }

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

  /// The images at `indices` as a network's input, varied by `augmentation`, as numbers on the preprocessing's scale.
  ///
  /// How an image is varied depends on the seed, the epoch and its identifier alone; the numbers do not depend on how many
  /// threads there are. Variations of contrast, brightness and colour may leave the scale.
  ///
  /// - Shape: → [N, H, W, C]
  public func input(
    _ indices: [Int], augmentation: Augmentation = .none, seed: UInt64 = 0, epoch: Int = 0
  ) -> Tensor {
    Tensor([indices.count, height, width, channels]) { buffer in
      fill(indices, augmentation: augmentation, seed: seed, epoch: epoch, into: buffer)
    }
  }

  /// Writes what ``input(_:augmentation:seed:epoch:)`` returns.
  ///
  /// - Shape: → output [N, H, W, C]
  public func fill(
    _ indices: [Int], augmentation: Augmentation, seed: UInt64, epoch: Int,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    require(
      output.count == indices.count * imageSize,
      "ImageStore.fill: \(output.count) numbers for \(indices.count) images of [\(height), \(width), \(channels)]")
    let scale = preprocessing.scale
    pixels.withUnsafeBuffer { pixels in
      Parallel.forEach(indices.count) { slot in
        let index = indices[slot]
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
