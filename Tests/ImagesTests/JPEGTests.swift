// JPEG against Pillow and OpenCV, and files that are damaged.
import DataFiles
import Images
import Testing

@Suite struct JPEGTests {
  static let names = [
    "baseline-420", "baseline-422", "baseline-444", "progressive", "restarts", "gray", "adobe-rgb", "cmyk", "ycck",
  ]

  @Test(arguments: names)
  func decodesAsPillowAndOpenCVDo(name: String) throws {
    let path = try Fixture.path(name + ".jpg")
    let rgb = try Image.decode(path: path, as: .rgb)
    #expect(rgb.pixels == (try Fixture.bytes(name + ".rgb")))
    let gray = try Image.decode(path: path, as: .grayscale)
    #expect(gray.pixels == (try Fixture.bytes(name + ".gray")))
    #expect([rgb.width, rgb.height, rgb.channels] == [37, 29, 3])
    #expect([gray.width, gray.height, gray.channels] == [37, 29, 1])
  }

  @Test(arguments: names)
  func partIsThatOfTheWhole(name: String) throws {
    let bytes = try Fixture.bytes(name + ".jpg")
    for mode in [ColorMode.rgb, .grayscale] {
      let whole = try Image.decode(bytes, named: name, as: mode)
      for part in parts(of: whole.frame) {
        let decoded = try Image.decode(bytes, named: name, as: mode) { frame in
          #expect(frame == whole.frame)
          return part
        }
        #expect(decoded == whole.cropped(to: part), "\(part)")
      }
    }
  }

  /// Parts that begin and end at all sorts of places within blocks.
  private func parts(of frame: Rectangle) -> [Rectangle] {
    var parts: [Rectangle] = []
    for x in stride(from: 0, to: frame.width, by: 5) {
      for y in stride(from: 0, to: frame.height, by: 3) {
        for (width, height) in [(1, 1), (7, 4), (frame.width - x, frame.height - y), (frame.width - x, 2)] {
          let part = Rectangle(x: x, y: y, width: width, height: height)
          if x + width <= frame.width && y + height <= frame.height { parts.append(part) }
        }
      }
    }
    return parts
  }

  @Test func truncationBelowThePartIsFound() throws {
    let bytes = try Fixture.bytes("baseline-444.jpg")
    let part = Rectangle(x: 3, y: 2, width: 4, height: 4)
    _ = try Image.decode(bytes, named: "whole.jpg", as: .rgb) { _ in part }
    _ = try Image.decode(bytes + [0, 0, 0], named: "padded.jpg", as: .rgb) { _ in part }
    for missing in 1..<bytes.count / 5 {
      #expect(throws: FileError(path: "cut.jpg", problem: "is a damaged JPEG: Premature end of JPEG file")) {
        try Image.decode(Array(bytes.dropLast(missing)), named: "cut.jpg", as: .rgb) { _ in part }
      }
    }
  }

  @Test(arguments: [1, 3])
  func encodedImageComesBackNearly(channels: Int) throws {
    let smooth = (0..<40 * 50 * channels).map { UInt8(60 + $0 / channels % 50 + $0 / channels / 50) }
    let image = Image(width: 50, height: 40, channels: channels, pixels: smooth)
    let fine = JPEG.encode(image, quality: 98)
    let decoded = try Image.decode(fine, named: "fine", as: channels == 1 ? .grayscale : .rgb)
    #expect([decoded.width, decoded.height, decoded.channels] == [50, 40, channels])
    #expect(zip(decoded.pixels, smooth).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
    #expect(JPEG.encode(image, quality: 30).count < fine.count)
  }

  @Test(arguments: [
    ("\u{FF}\u{D8}", "is a damaged JPEG: Premature end of JPEG file"),
    ("\u{FF}\u{D8}hello", "is a damaged JPEG: Premature end of JPEG file"),
  ])
  func filesThatEndInTheirHeaderAreNamed(content: String, problem: String) {
    let bytes = content.unicodeScalars.map { UInt8($0.value) }
    #expect(throws: FileError(path: "100008.jpg", problem: problem)) {
      try Image.decode(bytes, named: "100008.jpg", as: .rgb)
    }
  }

  @Test(arguments: names)
  func everyTruncationIsAnError(name: String) throws {
    let bytes = try Fixture.bytes(name + ".jpg")
    for length in 0..<bytes.count {
      for mode in [ColorMode.rgb, .grayscale] {
        let error = #expect(throws: FileError.self) {
          try Image.decode(Array(bytes[..<length]), named: "cut.jpg", as: mode)
        }
        #expect(error?.path == "cut.jpg" && error?.problem.isEmpty == false)
      }
    }
  }

  @Test(arguments: names)
  func damageNeverCrashes(name: String) throws {
    let bytes = try Fixture.bytes(name + ".jpg")
    var refused = 0
    for place in bytes.indices {
      for flip: UInt8 in [0xFF, 0x01, 0x10] {
        var damaged = bytes
        damaged[place] ^= flip
        do {
          let image = try Image.decode(damaged, named: "bad.jpg", as: place % 2 == 0 ? .rgb : .grayscale)
          #expect(image.pixels.count == image.width * image.height * image.channels)
        } catch let error as FileError {
          refused += 1
          #expect(error.path == "bad.jpg" && !error.problem.contains("\n"))
        }
      }
    }
    #expect(refused > bytes.count / 10)
  }

  @Test func giganticClaimIsRefused() throws {
    var bytes = try Fixture.bytes("baseline-420.jpg")
    let frame = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x7D, 0x00, 0x7D, 0x00])
    let problem = "claims 32000 × 32000 pixels, expected at most 100000000 in all"
    #expect(throws: FileError(path: "huge.jpg", problem: problem)) {
      try Image.decode(bytes, named: "huge.jpg", as: .rgb)
    }
  }

  @Test func endlessScansAreRefused() throws {
    let bytes = try Fixture.bytes("progressive.jpg")
    #expect(bytes.suffix(2) == [0xFF, 0xD9])
    // A Huffman table whose only code, one bit long, ends a block; then scans of nothing but that.
    let table: [UInt8] = [0xFF, 0xC4, 0, 20, 0x10, 1] + [UInt8](repeating: 0, count: 15) + [0]
    let blocks = ((37 + 7) / 8) * ((29 + 7) / 8)
    let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0x00, 1, 63, 0x00] + [UInt8](repeating: 0, count: blocks / 8) + [0x0F]
    func withScans(_ count: Int) -> [UInt8] {
      Array(bytes.dropLast(2)) + table + Array(repeatElement(scan, count: count).joined()) + [0xFF, 0xD9]
    }
    #expect(blocks % 8 == 4)
    #expect(try Image.decode(withScans(80), named: "some.jpg", as: .rgb).width == 37)
    let problem = "is a damaged JPEG: More than 100 scans"
    #expect(throws: FileError(path: "many.jpg", problem: problem)) {
      try Image.decode(withScans(110), named: "many.jpg", as: .rgb)
    }
  }

  /// A progressive file of a few hundred bytes that claims to be large: its size is not that of its scans.
  private func progressive(side: Int) throws -> [UInt8] {
    var bytes = try Fixture.bytes("progressive.jpg")
    let frame = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC2 })
    let high = UInt8(side >> 8), low = UInt8(side & 0xFF)
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [high, low, high, low])
    return bytes
  }

  @Test func coefficientsThatTakeTooMuchMemoryAreRefusedBefore() throws {
    // 100 million pixels and half as many samples of chroma, two bytes each.
    let problem = "is too large a JPEG: it has several scans, and its coefficients take more than 256 MB"
    #expect(throws: FileError(path: "wide.jpg", problem: problem)) {
      try Image.decode(progressive(side: 9_984), named: "wide.jpg", as: .rgb) { _ in
        Rectangle(x: 0, y: 0, width: 8, height: 8)
      }
    }
  }

  @Test func manyScansOfManyPixelsAreRefused() throws {
    let bytes = try progressive(side: 8_000)
    // Huffman tables whose only code is one bit long: no difference of means, and nothing more in a block. Every scan says
    // that of a million blocks.
    let tables: [UInt8] = [0x00, 0x10].flatMap { [0xFF, 0xC4, 0, 20, $0, 1] + [UInt8](repeating: 0, count: 16) }
    func scan(_ first: UInt8, _ last: UInt8) -> [UInt8] {
      [0xFF, 0xDA, 0, 8, 1, 1, 0x00, first, last, 0x00] + [UInt8](repeating: 0, count: 1_000_000 / 8)
    }
    let start = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    let scans = scan(0, 0) + Array(repeatElement(scan(1, 63), count: 20).joined())
    let file = Array(bytes[..<start]) + tables + scans + [0xFF, 0xD9]
    let problem = "is too large a JPEG: its scans have more than 1000 million pixels together"
    #expect(throws: FileError(path: "long.jpg", problem: problem)) {
      try Image.decode(file, named: "long.jpg", as: .grayscale)
    }
  }

  @Test(.enabled(if: realImages != nil, "GALAXY_TEST_DATA is not set"))
  func realGalaxiesDecodeTheSameTwice() throws {
    let folder = try #require(realImages)
    let names = try listFolder(folder).prefix(200)
    #expect(names.count == 200)
    for name in names {
      let bytes = try readFile(folder + "/" + name)
      let gray = try Image.decode(bytes, named: name, as: .grayscale)
      let rgb = try Image.decode(bytes, named: name, as: .rgb)
      #expect(
        [gray.width, gray.height, gray.channels, rgb.width, rgb.height, rgb.channels] == [424, 424, 1, 424, 424, 3])
      #expect(try Image.decode(bytes, named: name, as: .grayscale) == gray)
      let center = Rectangle(width: 212, height: 212, centeredIn: rgb.frame)
      #expect(try Image.decode(bytes, named: name, as: .rgb) { _ in center } == rgb.cropped(to: center))
      // A galaxy lies in the middle of its frame, on a dark sky.
      #expect(gray.pixels[212 * 424 + 212] > gray.pixels[0])
    }
  }
}
