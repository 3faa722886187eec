// Number types of safetensors files, and how they become Float.

/// The number types that are read; the raw value is the format's own name.
///
/// F16, BF16 and integers of 8 and 16 bits become the same numbers as `Float`. Float has 24 bits of precision: F64 and
/// integers of 32 and 64 bits are rounded to the nearest Float, ties to even, and an F64 beyond Float's range becomes
/// infinite. BOOL becomes 0 or 1.
enum SafeTensorsType: String, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case bool = "BOOL"

  /// Bytes of a number.
  var byteCount: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Writes the little-endian numbers in `bytes`, aligned or not, as Floats.
  func convert(_ bytes: UnsafeRawBufferPointer, to floats: UnsafeMutableBufferPointer<Float>) {
    switch self {
    case .float64: Self.map(bytes, floats) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case .float32: UnsafeMutableRawBufferPointer(floats).copyMemory(from: bytes)
    case .float16: Self.map(bytes, floats) { Float(float16: $0) }
    case .bfloat16: Self.map(bytes, floats) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case .int64: Self.map(bytes, floats) { (number: Int64) in Float(number) }
    case .int32: Self.map(bytes, floats) { (number: Int32) in Float(number) }
    case .int16: Self.map(bytes, floats) { (number: Int16) in Float(number) }
    case .int8: Self.map(bytes, floats) { (number: Int8) in Float(number) }
    case .uint64: Self.map(bytes, floats) { (number: UInt64) in Float(number) }
    case .uint32: Self.map(bytes, floats) { (number: UInt32) in Float(number) }
    case .uint16: Self.map(bytes, floats) { (number: UInt16) in Float(number) }
    case .uint8: Self.map(bytes, floats) { (number: UInt8) in Float(number) }
    case .bool: Self.map(bytes, floats) { (number: UInt8) in number == 0 ? 0 : 1 }
    }
  }

  private static func map<Number: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ floats: UnsafeMutableBufferPointer<Float>, _ value: (Number) -> Float
  ) {
    for index in floats.indices {
      let number = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Number>.size, as: Number.self)
      floats[index] = value(Number(littleEndian: number))
    }
  }
}

extension Float {
  /// The number of an IEEE 754 half: a sign, five bits of exponent, ten of fraction.
  init(float16 bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let (exponent, fraction) = (UInt32(bits >> 10) & 0x1F, UInt32(bits) & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal halves, multiples of 2⁻²⁴, are normal Floats.
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 0x1F:
      self = Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
