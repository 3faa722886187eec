// Fractions as files hold them.

/// Appends `fraction`, from 0 to 1, with six decimals, rounded as C's `%.6f` rounds.
package func appendFraction(_ fraction: Float, to text: inout [UInt8]) {
  // The product of a Float and 10⁶ is exact in a Double, so this rounds once.
  var millionths = Int((Double(fraction) * 1e6).rounded(.toNearestOrEven))
  let start = text.count
  for place in 0..<8 {
    text.append(UInt8(ascii: place == 1 ? "." : "0"))
  }
  for place in [7, 6, 5, 4, 3, 2, 0] {
    text[start + place] += UInt8(millionths % 10)
    millionths /= 10
  }
}
