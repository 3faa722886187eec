// Whether two contents are the same, in 64 bits.

/// A hash of bytes that is the same on every machine: FNV-1a, 64 bits. It notices changes, not malice.
package struct ContentHash: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of nothing yet.
  package init() {}

  /// Takes in bytes.
  package mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Takes in text and its end, so that two texts are another thing than their concatenation.
  package mutating func combine(_ text: String) {
    combine(text.utf8)
    combine(CollectionOfOne(0))
  }

  /// The hash as a number.
  package var value: UInt64 { state }

  /// The hash as text.
  package var text: String { String(state, radix: 16) }
}
