// The framing of TensorBoard's files: every record with its length and checksums (TFRecord).

/// Records one after another.
enum RecordFile {
  /// A record: its length in eight bytes, their checksum, its bytes, their checksum.
  static func framed(_ record: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(record.count))
    return length + littleEndian(CRC32C.masked(length)) + record + littleEndian(CRC32C.masked(record))
  }

  /// The records at the beginning of a file that are whole, and where each ends.
  static func records(_ bytes: [UInt8]) -> [(record: [UInt8], end: Int)] {
    var (records, start) = ([(record: [UInt8], end: Int)](), 0)
    while let record = record(bytes, at: start) {
      start += record.count + 16
      records.append((record, start))
    }
    return records
  }

  private static func record(_ bytes: [UInt8], at start: Int) -> [UInt8]? {
    func number(_ range: Range<Int>) -> UInt64 { bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    guard start + 12 <= bytes.count else { return nil }
    let count = number(start..<start + 8)
    guard number(start + 8..<start + 12) == UInt64(CRC32C.masked(bytes[start..<start + 8])),
      count <= UInt64(bytes.count - start - 12), start + 16 + Int(count) <= bytes.count
    else { return nil }
    let (first, end) = (start + 12, start + 12 + Int(count))
    let record = Array(bytes[first..<end])
    return number(end..<end + 4) == UInt64(CRC32C.masked(record)) ? record : nil
  }
}
