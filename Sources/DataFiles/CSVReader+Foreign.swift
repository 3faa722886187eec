// Files that are CSV in another dress, and files that are no CSV, though people take them for it.

extension CSVReader {
  /// A file's bytes as UTF-8 with line feeds.
  static func text(of bytes: [UInt8]) -> [UInt8] {
    var bytes = utf16(bytes).map { Array(String(decoding: $0, as: UTF16.self).utf8) } ?? bytes
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    // Old spreadsheets end lines in CR alone.
    if !bytes.contains(lineFeed), bytes.dropLast().contains(carriageReturn) {
      for index in bytes.indices where bytes[index] == carriageReturn { bytes[index] = lineFeed }
    }
    return bytes
  }

  /// The numbers of UTF-16 behind its mark; nil where there is no such mark.
  private static func utf16(_ bytes: [UInt8]) -> [UInt16]? {
    let isBigEndian = bytes.starts(with: [0xFE, 0xFF])
    guard isBigEndian || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
    return stride(from: 2, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
  }

  /// What is wrong with a file of other content; `nil` where it may be CSV.
  static func foreignContent(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return "is a zip archive, expected CSV: unpack it first" }
    if bytes.starts(with: [0x1F, 0x8B]) { return "is compressed by gzip, expected CSV: unpack it first" }
    return nil
  }

  /// What separates fields: commas unless the first line has none of them, but semicolons or tabs.
  static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    var isQuoted = false
    var found: Set<UInt8> = []
    for byte in bytes {
      if byte == quote {
        isQuoted.toggle()
      } else if !isQuoted {
        // Blank lines may come first.
        if byte == lineFeed, !found.isEmpty { break }
        if byte != lineFeed, byte != carriageReturn { found.insert(byte) }
      }
    }
    if found.contains(comma) { return comma }
    return [UInt8(ascii: ";"), UInt8(ascii: "\t")].first { found.contains($0) } ?? comma
  }
}
