// Numbers for levels, worked out by hand, with and without variation.
import ImageDatasets
import Images
import Testing

@Suite struct PixelScaleTests {
  private static let mean: [Float] = [123.68, 116.779, 103.939]

  /// What a scale should make of a level of one of three channels.
  private static func number(_ level: Float, _ channel: Int, _ scale: PixelScale) -> Float {
    switch scale {
    case .unit: level / 255
    case .levels: level
    case .signed: level / 127.5 - 1
    case .centered: level - mean[channel]
    }
  }

  private func store(_ scale: PixelScale, grayscale: Bool = false) throws -> ImageStore {
    let folder = try TemporaryFolder()
    for index in 0..<3 { try folder.write(JPEG.encode(spot(brightness: 100 + 50 * index)), to: "\(index).jpg") }
    return try ImageStore.load(
      try ImageFolder(path: folder.path).images,
      preprocessing: Preprocessing(crop: .whole, width: 16, height: 12, grayscale: grayscale, scale: scale)
    ).store
  }

  private func numbers(_ store: ImageStore, _ augmentation: Augmentation = .none) -> [Float] {
    ImageStoreTests.numbers(store, [1, 2], augmentation)
  }

  @Test(arguments: PixelScale.allCases) func levelsBecomeNumbers(scale: PixelScale) throws {
    let store = try store(scale)
    let levels = store.image(at: 1).pixels + store.image(at: 2).pixels
    let expected = levels.enumerated().map { Self.number(Float($1), $0 % 3, scale) }
    #expect(zip(numbers(store), expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) })
    // Brightness, contrast and colours change levels, which then become the same numbers.
    let varied = numbers(try self.store(.levels), AugmentationTests.everything)
    let scaled = varied.enumerated().map { Self.number($1, $0 % 3, scale) }
    #expect(varied != levels.map(Float.init))
    #expect(zip(numbers(store, AugmentationTests.everything), scaled).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func greyHasTheLumaOfTheMeanColour() throws {
    let store = try store(.centered, grayscale: true)
    let levels = store.image(at: 1).pixels + store.image(at: 2).pixels
    let luma = 0.299 * Self.mean[0] + 0.587 * Self.mean[1] + 0.114 * Self.mean[2]
    for augmentation in [Augmentation.none, Augmentation(zoom: 1e-7)] {
      #expect(zip(numbers(store, augmentation), levels).allSatisfy { abs($0 - (Float($1) - luma)) < 1e-2 })
    }
    let signed = numbers(try self.store(.signed, grayscale: true))
    #expect(zip(signed, levels).allSatisfy { abs($0 - (Float($1) / 127.5 - 1)) < 1e-6 })
  }

  /// Shifted by up to two widths, some draw shows nothing but what is beyond the border.
  @Test(arguments: PixelScale.allCases) func blackIsLevelZero(scale: PixelScale) throws {
    let store = try store(scale)
    let away = Augmentation(shift: 2, border: .constant)
    let seed = (UInt64(0)..<100).first { seed in
      [1, 2].allSatisfy { index in
        let draw = away.draw(seed: seed, epoch: 0, identifier: store.identifiers[index])
        return abs(draw.shiftX) > 1.2 || abs(draw.shiftY) > 1.2
      }
    }
    let numbers = ImageStoreTests.numbers(store, [1, 2], away, seed: try #require(seed))
    #expect(numbers.enumerated().allSatisfy { $1 == Self.number(0, $0 % 3, scale) })
  }
}
