// Exif's Orientation, against Pillow's exif_transpose.
import DataFiles
import Foundation
import Images
import Testing

@Suite struct OrientationTests {
  private func cases() throws -> [EncodedCase] { try Fixture.json("orientations.json", as: [EncodedCase].self) }

  @Test func imagesAreShownAsPillowShowsThem() throws {
    let cases = try cases()
    #expect(cases.count == 24)
    for testCase in cases {
      let image = try Image.decode(testCase.file, as: .rgb)
      #expect(try image == testCase.levels(as: .rgb), "\(testCase.name)")
      for x in stride(from: 0, to: image.width, by: 3) {
        for y in stride(from: 0, to: image.height, by: 4) {
          let part = Rectangle(x: x, y: y, width: min(5, image.width - x), height: min(3, image.height - y))
          let decoded = try Image.decode(testCase.file, as: .rgb) { frame in
            #expect(frame == image.frame)
            return part
          }
          #expect(decoded == image.cropped(to: part), "\(testCase.name) \(part)")
        }
      }
    }
  }

  @Test func orientationCanBeLeftOut() throws {
    let cases = try cases()
    let upright = try #require(cases.first { $0.name.hasPrefix("JPEG, 1,") })
    for testCase in cases where testCase.name.hasPrefix("JPEG") {
      let stored = try Image.decode(testCase.file, as: .rgb, applyingOrientation: false)
      #expect(try stored == upright.levels(as: .rgb), "\(testCase.name)")
    }
  }

  /// Whatever happens to the Exif data of a JPEG, the image is decoded: upright or otherwise.
  @Test func damagedExifIsNoError() throws {
    let testCase = try #require(try cases().first { $0.name == "JPEG, 6, >" })
    let file = [UInt8](testCase.file)
    let start = try #require(file.indices.first { file[$0...].starts(with: Array("Exif".utf8)) })
    let stored = try Image.decode(file, as: .rgb, applyingOrientation: false)
    let length = Int(file[start - 2]) << 8 | Int(file[start - 1])
    var upright = 0
    for place in start..<start + length - 2 {
      for flip: UInt8 in [0xFF, 0x01, 0x80] {
        var damaged = file
        damaged[place] ^= flip
        let image = try Image.decode(damaged, as: .rgb)
        #expect(image.pixels.count == stored.pixels.count)
        if image == stored { upright += 1 }
      }
    }
    #expect(upright > 20)
  }
}
