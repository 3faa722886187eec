// The Orientation tag of a file's Exif data.

extension Orientation {
  /// The Exif data of a JPEG: behind `Exif` and two zeros in an APP1 segment before the first scan.
  static func exif(ofJPEG bytes: UnsafeBufferPointer<UInt8>) -> ByteReader? {
    let file = ByteReader(bytes: bytes, isBigEndian: true)
    let app1 = 0xE1
    return file.firstSegment { marker, start, length in
      marker == app1 && file.starts(with: "Exif\0\0", at: start) && length >= 6
    }.flatMap { file.part(from: $0.start + 6, count: $0.length - 6) }
  }

  /// Where the pixels of a JPEG begin; nil where it ends before.
  static func firstScan(ofJPEG bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let startOfScan = 0xDA
    return ByteReader(bytes: bytes, isBigEndian: true).firstSegment { marker, _, _ in marker == startOfScan }?.start
  }

  /// The Exif data of a PNG: its eXIf chunk.
  static func exif(ofPNG bytes: UnsafeBufferPointer<UInt8>) -> ByteReader? { chunk("eXIf", ofPNG: bytes) }

  /// The first chunk of that name in a PNG.
  static func chunk(_ name: String, ofPNG bytes: UnsafeBufferPointer<UInt8>) -> ByteReader? {
    let file = ByteReader(bytes: bytes, isBigEndian: true)
    var position = 8
    while let length = file.uint32(at: position) {
      if file.starts(with: name, at: position + 4) { return file.part(from: position + 8, count: length) }
      // Length, name, data and checksum.
      position += 12 + length
    }
    return nil
  }

  /// The orientation that Exif data ask for, by the tag in the first directory of their TIFF form; nil where they ask for
  /// none or are damaged.
  init?(tiff data: ByteReader) {
    var data = data
    if data.starts(with: "II*\0", at: 0) {
      data.isBigEndian = false
    } else if !data.starts(with: "MM\0*", at: 0) {
      return nil
    }
    guard let directory = data.uint32(at: 4), let count = data.uint16(at: directory) else { return nil }
    let (orientationTag, short) = (0x0112, 3)
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = data.uint16(at: entry) else { return nil }
      if tag == orientationTag {
        guard data.uint16(at: entry + 2) == short, let value = data.uint16(at: entry + 8) else { return nil }
        self.init(rawValue: value)
        return
      }
    }
    return nil
  }
}

/// Numbers in a file's bytes; `nil` where the file has ended.
struct ByteReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var isBigEndian: Bool

  func byte(at position: Int) -> Int? {
    position >= 0 && position < bytes.count ? Int(bytes[position]) : nil
  }

  func uint16(at position: Int) -> Int? {
    guard let first = byte(at: position), let second = byte(at: position + 1) else { return nil }
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  func uint32(at position: Int) -> Int? {
    guard let first = uint16(at: position), let second = uint16(at: position + 2) else { return nil }
    return isBigEndian ? first << 16 | second : second << 16 | first
  }

  func starts(with text: String, at position: Int) -> Bool {
    bytes.dropFirst(position).starts(with: text.utf8)
  }

  /// The first segment of a JPEG, up to and with the first scan's, that `body` accepts: where its contents begin, and
  /// their length.
  func firstSegment(
    where body: (_ marker: Int, _ start: Int, _ length: Int) -> Bool
  ) -> (start: Int, length: Int)? {
    let startOfScan = 0xDA
    var position = 2
    while byte(at: position) == 0xFF, let marker = byte(at: position + 1) {
      if marker == 0xFF {
        // Markers may be preceded by any number of these.
        position += 1
        continue
      }
      guard let length = uint16(at: position + 2), length >= 2 else { return nil }
      if body(marker, position + 4, length - 2) { return (position + 4, length - 2) }
      if marker == startOfScan { return nil }
      position += 2 + length
    }
    return nil
  }

  /// The bytes from `start`, or as many as there are.
  func part(from start: Int, count: Int) -> ByteReader {
    ByteReader(bytes: UnsafeBufferPointer(rebasing: bytes.dropFirst(start).prefix(count)), isBigEndian: isBigEndian)
  }
}
