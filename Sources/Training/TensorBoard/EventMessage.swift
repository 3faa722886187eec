// One event of a TensorBoard file: the few fields of protobuf that it takes, written by hand.

/// An event: the beginning of a file, or numbers by name at a step.
///
/// The message `Event` of TensorFlow: 1 `wall_time` (double), 2 `step` (int64), 3 `file_version` (string), 5 `summary`, whose
/// field 1 is a list of values with 1 `tag` (string) and 2 `simple_value` (float).
struct EventMessage: Equatable {
  /// Seconds since 1970.
  var wallTime: Double
  /// The step that the numbers are of.
  var step: Int
  /// Numbers by name.
  var scalars: [(tag: String, value: Double)]

  static func == (first: EventMessage, second: EventMessage) -> Bool { first.bytes == second.bytes }

  /// The first event of every file.
  static func fileVersion(wallTime: Double) -> [UInt8] {
    double(1, wallTime) + lengthDelimited(3, Array("brain.Event:2".utf8))
  }

  /// The message.
  var bytes: [UInt8] {
    let values = scalars.flatMap { scalar in
      Self.lengthDelimited(1, Self.lengthDelimited(1, Array(scalar.tag.utf8)) + Self.float(2, Float(scalar.value)))
    }
    return Self.double(1, wallTime) + Self.key(2, wireType: 0) + Self.varint(UInt64(step))
      + Self.lengthDelimited(5, values)
  }

  /// The step of a message that ``bytes`` wrote; nil where it is another one, such as the first of a file.
  static func step(of bytes: [UInt8]) -> Int? {
    // Behind the time: a key and eight bytes.
    guard bytes.count > 10, bytes[0] == 0x09, bytes[9] == 0x10 else { return nil }
    var (step, shift) = (UInt64(0), UInt64(0))
    for byte in bytes[10...] where shift < 63 {
      step |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(exactly: step) }
      shift += 7
    }
    return nil
  }

  private static func key(_ field: UInt64, wireType: UInt64) -> [UInt8] { varint(field << 3 | wireType) }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var (value, bytes) = (value, [UInt8]())
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    return bytes + [UInt8(value)]
  }

  private static func double(_ field: UInt64, _ value: Double) -> [UInt8] {
    key(field, wireType: 1) + littleEndian(value.bitPattern)
  }

  private static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
    key(field, wireType: 5) + littleEndian(value.bitPattern)
  }

  private static func lengthDelimited(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    key(field, wireType: 2) + varint(UInt64(bytes.count)) + bytes
  }
}

/// The bytes of a number, the lowest first.
func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
