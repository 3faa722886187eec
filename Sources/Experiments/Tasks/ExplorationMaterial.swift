// What an exploration can show: labelled images, as they are and as a network sees them.
internal import DataFiles
public import ImageDatasets
internal import Images
internal import Reports
internal import Tensors

/// Labelled images to look at, with a network's way of seeing them.
public struct ExplorationMaterial: Sendable {
  /// The images with their labels.
  public let images: LabelledImages<[Float]>
  /// How a network would see them.
  public let preprocessing: Preprocessing
  /// How the network's training would vary them.
  public let augmentation: Augmentation
  /// The seed of what is drawn.
  public let seed: UInt64

  /// An image as it is, and as the network sees it; where it cannot be read, why.
  func item(_ position: Int, title: String, note: String) -> Gallery.Item {
    item(of: position, title: title, note: note) { name, picture in
      [
        (JPEG.encode(picture.shown), "Image \(name)"),
        (PNG.encode(try preprocessing.apply(to: picture, named: name)), "Image \(name) as the network sees it"),
      ]
    }
  }

  /// An image as the network sees it, and some random variations of it; where it cannot be read, why.
  func variations(_ position: Int, count: Int) -> Gallery.Item {
    item(
      of: position, title: images.identifiers[position], note: "as the network sees it, then \(count) variations"
    ) { name, picture in
      let seen = try preprocessing.apply(to: picture, named: name)
      let varied = (1...count).map { epoch in
        let draw = augmentation.draw(seed: seed, epoch: epoch, identifier: name)
        return (
          PNG.encode(seen.varied(by: draw, border: augmentation.border)), "Variation \(epoch) of image \(name)"
        )
      }
      return [(PNG.encode(seen), "Image \(name) as the network sees it")] + varied
    }
  }

  private func item(
    of position: Int, title: String, note: String,
    pictures: (_ name: String, Image) throws -> [(file: [UInt8], description: String)]
  ) -> Gallery.Item {
    do {
      let picture = try images.source.picture(at: images.indices[position])
      return Gallery.Item(
        pictures: try pictures(images.identifiers[position], picture), title: title, note: note)
    } catch {
      return Gallery.Item(pictures: [], title: title, note: note + unshownNote(error))
    }
  }
}

extension Image {
  /// The image as an augmentation varies it.
  fileprivate func varied(by draw: AugmentationDraw, border: BorderMode) -> Image {
    var numbers = [Float](repeating: 0, count: pixels.count)
    pixels.withUnsafeBufferPointer { pixels in
      numbers.withUnsafeMutableBufferPointer { numbers in
        draw.apply(
          to: ImageView(pixels: pixels, width: width, height: height, channels: channels), border: border,
          scale: .levels, into: numbers)
      }
    }
    return Image(
      width: width, height: height, channels: channels, pixels: numbers.map { UInt8(min(max($0, 0), 255).rounded()) })
  }
}
