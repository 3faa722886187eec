// PNG against Pillow, and files that are damaged.
import DataFiles
import Foundation
import Images
import Testing

@Suite struct PNGTests {
  private func cases() throws -> [EncodedCase] { try Fixture.json("png.json", as: [EncodedCase].self) }

  @Test func decodesAsPillowDoes() throws {
    let cases = try cases()
    #expect(cases.count == 40)
    for testCase in cases {
      let rgb = try Image.decode(testCase.file, as: .rgb)
      #expect(try rgb == testCase.levels(as: .rgb), "\(testCase.name)")
      let gray = try Image.decode(testCase.file, as: .grayscale)
      #expect(try gray == testCase.levels(as: .grayscale), "\(testCase.name)")
      #expect(gray == rgb.luma, "\(testCase.name)")
    }
  }

  @Test func partIsThatOfTheWhole() throws {
    for testCase in try cases() {
      for mode in [ColorMode.rgb, .grayscale] {
        let whole = try Image.decode(testCase.file, as: mode)
        for x in stride(from: 0, to: whole.width, by: 4) {
          for y in stride(from: 0, to: whole.height, by: 3) {
            let part = Rectangle(x: x, y: y, width: (whole.width - x + 1) / 2, height: whole.height - y)
            let decoded = try Image.decode(testCase.file, as: mode) { frame in
              #expect(frame == whole.frame)
              return part
            }
            #expect(decoded == whole.cropped(to: part), "\(testCase.name) \(part)")
          }
        }
      }
    }
  }

  @Test(arguments: [1, 3], [0, 6, 9])
  func encodedImageComesBack(channels: Int, compression: Int) throws {
    let pixels = (0..<40 * 50 * channels).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    let image = Image(width: 50, height: 40, channels: channels, pixels: pixels)
    let encoded = PNG.encode(image, compression: compression)
    #expect(try Image.decode(encoded, as: channels == 1 ? .grayscale : .rgb) == image)
    #expect(PNG.encode(image, compression: compression) == encoded)
  }

  @Test func compressionIsUsed() {
    let image = Image(width: 100, height: 100, channels: 3, pixels: [UInt8](repeating: 7, count: 30_000))
    #expect(PNG.encode(image, compression: 0).count > 30_000)
    #expect(PNG.encode(image).count < 1000)
  }

  @Test func everyTruncationIsAnError() throws {
    for testCase in try cases() {
      for length in 0..<testCase.file.count {
        let error = #expect(throws: FileError.self, "\(testCase.name) \(length)") {
          try Image.decode(testCase.file[..<length], named: "cut.png", as: .rgb)
        }
        #expect(error?.path == "cut.png" && error?.problem.isEmpty == false)
      }
    }
    let file = try #require(try cases().first).file
    #expect(throws: FileError(path: "cut.png", problem: "is a damaged PNG: Premature end of PNG file")) {
      try Image.decode(file.dropLast(5), named: "cut.png", as: .rgb)
    }
  }

  /// Checksums find nearly everything; what they do not cover is the type of a chunk that is skipped.
  @Test func damageNeverCrashes() throws {
    for testCase in try cases() {
      var refused = 0
      for place in testCase.file.indices {
        for flip: UInt8 in [0xFF, 0x01, 0x10] {
          var damaged = testCase.file
          damaged[place] ^= flip
          do {
            let image = try Image.decode(damaged, named: "bad.png", as: place % 2 == 0 ? .rgb : .grayscale)
            #expect(image.pixels.count == image.width * image.height * image.channels)
          } catch let error as FileError {
            refused += 1
            #expect(error.path == "bad.png" && !error.problem.contains("\n"))
          }
        }
      }
      #expect(refused > 3 * testCase.file.count * 9 / 10, "\(testCase.name)")
    }
  }

  /// A file whose header says something else, with a checksum that fits.
  private func withHeader(width: UInt32, height: UInt32, depth: UInt8 = 8, type: UInt8 = 0) throws -> [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    let header = Array("IHDR".utf8) + bytes(width) + bytes(height) + [depth, type, 0, 0, 0]
    var crc = UInt32.max
    for byte in header {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    let file = PNG.encode(Image(width: 4, height: 3, channels: 1, pixels: [UInt8](repeating: 1, count: 12)))
    return file[..<12] + header + bytes(~crc) + file[33...]
  }

  @Test func giganticClaimsAreRefused() throws {
    #expect(
      try Image.decode(withHeader(width: 4, height: 3), as: .grayscale).pixels == [UInt8](repeating: 1, count: 12))
    for (width, height) in [(32000, 32000), (1, 100_000_001), (2_147_483_647, 2_147_483_647)] {
      let problem = "claims \(width) × \(height) pixels, expected at most 100000000 in all"
      #expect(throws: FileError(path: "huge.png", problem: problem)) {
        try Image.decode(withHeader(width: UInt32(width), height: UInt32(height)), named: "huge.png", as: .rgb)
      }
    }
    // What is large and allowed, but is not there.
    #expect(throws: FileError(path: "huge.png", problem: "is a damaged PNG: Not enough image data")) {
      try Image.decode(withHeader(width: 10_000, height: 10_000), named: "huge.png", as: .grayscale)
    }
  }

  @Test(
    arguments: [
      (0, 3, 8, 0), (4, 0, 8, 0), (4, 3, 3, 0), (4, 3, 16, 3), (4, 3, 8, 5), (4, 3, 8, 3), (4, 3, 8, 2), (4, 2, 8, 0),
    ] as [(UInt32, UInt32, UInt8, UInt8)])
  func wrongHeadersAreRefused(width: UInt32, height: UInt32, depth: UInt8, type: UInt8) throws {
    let error = #expect(throws: FileError.self) {
      try Image.decode(withHeader(width: width, height: height, depth: depth, type: type), as: .rgb)
    }
    #expect(error?.problem.hasPrefix("is a damaged PNG: ") == true)
  }
}
