// Decimal text to Float, correctly rounded and fast enough for millions of fields.

extension Float {
  /// The number that `text` writes in decimal, such as `0`, `0.117789750` or `8.57E-04`, rounded to the nearest Float.
  ///
  /// An optional sign, digits with at most one point, and an optional exponent; anything else, words such as `nan` and
  /// spaces included, is `nil`. A number beyond Float's range becomes infinite.
  public init?(decimal text: UnsafeBufferPointer<UInt8>) {
    let zero = UInt8(ascii: "0")
    var index = 0
    func byte() -> UInt8 { index < text.count ? text[index] : 0 }

    let negative = byte() == UInt8(ascii: "-")
    if negative || byte() == UInt8(ascii: "+") { index += 1 }

    var mantissa: UInt64 = 0
    var exponent = 0
    var digits = 0
    var pointSeen = false
    while index < text.count {
      let digit = text[index] &- zero
      if digit <= 9 {
        // Wraps beyond 19 digits, which the slow path below then reads anew.
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits += 1
        if pointSeen { exponent -= 1 }
      } else if text[index] == UInt8(ascii: "."), !pointSeen {
        pointSeen = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }

    if byte() | 0x20 == UInt8(ascii: "e") {
      index += 1
      let negativeExponent = byte() == UInt8(ascii: "-")
      if negativeExponent || byte() == UInt8(ascii: "+") { index += 1 }
      let start = index
      var power = 0
      while byte() &- zero <= 9 {
        power = min(power * 10 + Int(byte() - zero), 1_000_000)
        index += 1
      }
      guard index > start else { return nil }
      exponent += negativeExponent ? -power : power
    }
    guard index == text.count else { return nil }

    if digits <= 19, let value = Self.nearest(mantissa, exponent) {
      self = negative ? -value : value
    } else {
      self.init(String(decoding: text, as: UTF8.self))
    }
  }

  /// mantissa · 10^exponent where two exact doubles and one division or product give it, which is nearly always.
  ///
  /// With an exact mantissa and power (Clinger 1990) the double is correctly rounded, hence on the same side as the
  /// decimal of every midpoint between two Floats, unless it equals one. Then, and where Floats are not normal, `nil`.
  private static func nearest(_ mantissa: UInt64, _ exponent: Int) -> Float? {
    if mantissa == 0 { return 0 }
    guard mantissa <= 1 << 53, abs(exponent) < powersOfTen.count else { return nil }
    let power = powersOfTen[abs(exponent)]
    let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    let isMidpoint = value.bitPattern & 0x1FFF_FFFF == 0x1000_0000
    guard !isMidpoint, value >= Double(leastNormalMagnitude), value <= Double(greatestFiniteMagnitude) else {
      return nil
    }
    return Float(value)
  }
}

/// The powers of ten that a Double holds exactly.
private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]
