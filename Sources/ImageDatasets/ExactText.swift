// Text that is equal only where its bytes are.

/// Text as a key of a dictionary or a member of a set, equal where the bytes are equal.
///
/// Swift takes two spellings of one letter in Unicode, such as a composed and a decomposed é, for the same text. Files and
/// classes may be named by both.
package struct ExactText: Hashable, Sendable {
  /// The text.
  package let text: String

  /// `text` as a key.
  package init(_ text: String) { self.text = text }

  package static func == (first: Self, second: Self) -> Bool { first.text.utf8.elementsEqual(second.text.utf8) }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The order of bytes, which no locale or version of Unicode changes.
  package static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}
