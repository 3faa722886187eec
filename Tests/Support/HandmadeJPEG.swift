// JPEG files that the package's encoder does not write, put together byte by byte.

/// JPEG files in bytes.
public enum HandmadeJPEG {
  /// A file of inks (CMYK, Adobe's marker), all 128.
  public static func cmyk(width: Int, height: Int) -> [UInt8] {
    let adobe: [UInt8] = [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 0]
    return start + adobe + frame(marker: 0xC0, width, height, components: 4)
      + tables + scan(components: 4, last: 63, bits: 8 * blocks(width, height)) + end
  }

  /// A progressive file of one scan, all grey 128, in three channels.
  public static func progressive(width: Int, height: Int) -> [UInt8] {
    start + frame(marker: 0xC2, width, height, components: 3) + tables
      + scan(components: 3, last: 0, bits: 3 * blocks(width, height)) + end
  }

  /// A file whose Exif data ask for it to be turned by a quarter.
  public static func turned(_ file: [UInt8]) -> [UInt8] {
    let tiff: [UInt8] = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
    let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(8 + tiff.count)] + Array("Exif".utf8) + [0, 0]
    return Array(file[..<2]) + segment + tiff + Array(file[2...])
  }

  /// A baseline file whose header claims another size.
  public static func claiming(width: Int, height: Int, _ file: [UInt8]) -> [UInt8] {
    var file = file
    for index in file.indices.dropLast(9) where file[index] == 0xFF && file[index + 1] == 0xC0 {
      file.replaceSubrange(index + 5..<index + 9, with: twoBytes(height) + twoBytes(width))
      break
    }
    return file
  }

  private static let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
  private static let end: [UInt8] = [0xFF, 0xD9]
  /// One code of one bit in each table, 0, which stands for no change of the mean and for no other frequencies.
  private static let tables: [UInt8] = [0x00, 0x10].flatMap { table in
    [0xFF, 0xC4, 0, 20, table, 1] + [UInt8](repeating: 0, count: 15) + [0]
  }

  private static func twoBytes(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

  private static func blocks(_ width: Int, _ height: Int) -> Int { ((width + 7) / 8) * ((height + 7) / 8) }

  private static func frame(marker: UInt8, _ width: Int, _ height: Int, components: UInt8) -> [UInt8] {
    [0xFF, marker, 0, 8 + 3 * components, 8] + twoBytes(height) + twoBytes(width) + [components]
      + (1...components).flatMap { [$0, 0x11, 0] }
  }

  private static func scan(components: UInt8, last: UInt8, bits: Int) -> [UInt8] {
    // The bits that fill the last byte are ones.
    let rest = bits % 8 == 0 ? [] : [UInt8(0xFF >> (bits % 8))]
    return [0xFF, 0xDA, 0, 6 + 2 * components, components] + (1...components).flatMap { [$0, 0x00] } + [0, last, 0]
      + [UInt8](repeating: 0, count: bits / 8) + rest
  }
}
