// Files that are no CSV, though people take them for one.

extension CSVReader {
  /// What is wrong with a file of other content; `nil` where it may be CSV.
  static func foreignContent(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return "is a zip archive, expected CSV" }
    if bytes.starts(with: [0x1F, 0x8B]) { return "is compressed by gzip, expected CSV" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return "is text in UTF-16, expected UTF-8"
    }
    let carriageReturn = UInt8(ascii: "\r")
    if !bytes.contains(UInt8(ascii: "\n")), bytes.dropLast().contains(carriageReturn) {
      return "its lines end in CR alone, expected LF or CRLF"
    }
    return nil
  }

  /// Makes sure that the current row, a header of several columns, is separated by commas.
  ///
  /// - Throws: ``FileError`` where it is one field with semicolons or tabs in it.
  package func checkSeparator() throws {
    guard fieldCount == 1 else { return }
    for (separator, name) in [(";", "semicolons"), ("\t", "tabs")] where text(0).contains(separator) {
      throw error("expected commas between columns, found \(name)")
    }
  }
}
