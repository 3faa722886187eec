// Files by their first bytes, and images in memory.
import DataFiles
import Foundation
import Images
import Testing

@Suite struct ImageDecodingTests {
  let image = Image(width: 5, height: 4, channels: 3, pixels: (0..<60).map { UInt8(4 * $0) })

  @Test func formatIsThatOfTheBytes() throws {
    let (jpeg, png) = (JPEG.encode(image), PNG.encode(image))
    #expect(try Image.decode(png, as: .rgb) == image)
    // A JPEG loses some; a copy of it in a PNG does not.
    let decoded = try Image.decode(jpeg, as: .rgb)
    #expect(decoded != image && decoded.frame == image.frame)
    #expect(try Image.decode(PNG.encode(decoded), as: .rgb) == decoded)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).jpg").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    // A wrong ending does not matter.
    try AtomicFile.write(png, to: path)
    #expect(try Image.decode(path: path, as: .rgb) == image)
    let part = Rectangle(x: 1, y: 2, width: 3, height: 1)
    #expect(try Image.decode(path: path, as: .rgb) { _ in part } == image.cropped(to: part))
  }

  @Test func bytesMayComeInAnyCollection() throws {
    let png = PNG.encode(image)
    #expect(try Image.decode(Data(png), as: .rgb) == image)
    #expect(try Image.decode((png + [1, 2]).dropLast(2), as: .rgb) == image)
    #expect(try Image.decode(png.lazy.map { $0 }, as: .rgb) == image)
    #expect(try png.withUnsafeBytes { try Image.decode($0, as: .rgb) } == image)
    #expect(try Image.decode(Data(JPEG.encode(image)), as: .rgb).frame == image.frame)
  }

  @Test(arguments: [
    ("", "is empty, expected a JPEG or PNG"),
    ("GIF89a", "is neither a JPEG nor a PNG, it looks like a GIF"),
    ("SIMPLE  =                    T", "is neither a JPEG nor a PNG, it looks like a FITS file"),
    ("<!DOCTYPE html>", "is neither a JPEG nor a PNG, it looks like a web page"),
    ("\0\0\0\0\0\0", "is neither a JPEG nor a PNG, it begins with the bytes 00 00 00 00"),
    ("\u{89}PNG", "is a damaged PNG: Premature end of PNG file"),
    ("\u{89}PNG\r\n\u{1A}\n", "is a damaged PNG: Premature end of PNG file"),
    ("\u{89}PNG\n\u{1A}\n\0\0\0\u{D}IHDR", "is a damaged PNG: PNG file corrupted by ASCII conversion"),
    ("\u{FF}\u{D8}hello", "is a damaged JPEG: Premature end of JPEG file"),
  ])
  func problemsAreNamed(content: String, problem: String) {
    let bytes = content.unicodeScalars.map { UInt8($0.value) }
    #expect(throws: FileError(path: "100008.png", problem: problem)) {
      try Image.decode(bytes, named: "100008.png", as: .rgb)
    }
    #expect(throws: FileError(path: "image in memory", problem: problem)) { try Image.decode(bytes, as: .grayscale) }
  }

  @Test func missingFileIsNamed() {
    #expect(throws: FileError(path: "/nowhere/1.png", problem: "cannot be read: no such file or directory")) {
      try Image.decode(path: "/nowhere/1.png", as: .grayscale)
    }
  }
}
