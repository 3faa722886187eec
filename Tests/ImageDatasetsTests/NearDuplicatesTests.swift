// Images that look alike are found among many, and others are not.
import Foundation
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct NearDuplicatesTests {
  /// A galaxy of a shape and with neighbours of its own, in a 212 × 212 frame with noise.
  private func galaxy(_ number: Int) -> Image {
    var random = RandomSource(seed: UInt64(number))
    var spots: [(x: Float, y: Float, width: Float, height: Float, level: Float)] = [
      (106, 106, random.uniform(in: 4...30), random.uniform(in: 4...30), random.uniform(in: 60...220))
    ]
    for _ in 0..<6 {
      let width = random.uniform(in: Float(1.5)...4)
      spots.append(
        (
          random.uniform(in: 0...212), random.uniform(in: 0...212), width, width, random.uniform(in: Float(20)...200)
        ))
    }
    var pixels: [UInt8] = []
    for y in 0..<212 {
      for x in 0..<212 {
        var level = 6 + random.uniform(in: Float(-4)...4)
        for spot in spots {
          let (dx, dy) = ((Float(x) - spot.x) / spot.width, (Float(y) - spot.y) / spot.height)
          if abs(dx) + abs(dy) < 8 { level += spot.level * Float(exp(Double(-(dx * dx + dy * dy) / 2))) }
        }
        for tint: Float in [1, 0.9, 0.7] { pixels.append(UInt8(max(0, min(255, level * tint)))) }
      }
    }
    return Image(width: 212, height: 212, channels: 3, pixels: pixels)
  }

  private func encoded(_ image: Image, quality: Int) throws -> ImageSignature {
    ImageSignature(try Image.decode(JPEG.encode(image, quality: quality), as: .rgb))
  }

  @Test func copiesOfOtherQualityAndSizeAreFound() throws {
    let images = (0..<40).map(galaxy)
    var signatures: [ImageSignature?] = try images.map { try encoded($0, quality: 95) }
    signatures.append(nil)
    #expect(NearDuplicates.groups(of: signatures) == [])
    signatures += [try encoded(images[3], quality: 60), try encoded(images[9], quality: 75)]
    signatures.append(ImageSignature(images[9].resized(width: 106, height: 106, by: .area)))
    #expect(NearDuplicates.groups(of: signatures) == [[3, 41], [9, 42, 43]])
  }

  /// Where all look alike each is compared with one other.
  @Test func manyEqualImagesAreOneGroup() {
    let signature = ImageSignature(Image(width: 4, height: 4, channels: 1, pixels: [UInt8](repeating: 50, count: 16)))
    let count = 50_000
    #expect(NearDuplicates.groups(of: [ImageSignature?](repeating: signature, count: count)) == [Array(0..<count)])
  }

  @Test(.enabled(if: realImages != nil, "GALAXY_TEST_DATA is not set"))
  func realGalaxiesAreFoundAgainAndNotTakenForOthers() throws {
    let files = try ImageFolder(path: try #require(realImages)).images
    let images = try Parallel.map(files.count) { try Image.decode(path: files[$0].path, as: .rgb) }
    let signatures = try Parallel.map(images.count) { ImageSignature(images[$0]) }
    let original = NearDuplicates.groups(of: signatures)
    #expect(original.count <= 1, "\(original.map { $0.map { files[$0].identifier } })")
    for quality in [50, 75, 90] {
      let copies = try Parallel.map(images.count) {
        ImageSignature(try Image.decode(JPEG.encode(images[$0], quality: quality), as: .rgb))
      }
      let groups = NearDuplicates.groups(of: signatures + copies)
      let found = groups.flatMap { group in group.filter { group.contains($0 + images.count) } }
      #expect(found.count >= images.count * 98 / 100, "\(quality): \(found.count)")
    }
  }
}
