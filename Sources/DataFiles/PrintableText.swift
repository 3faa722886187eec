// Text of users' files that does nothing to a terminal.

extension String {
  /// The text with all characters written out that would move a cursor, change colours, break a line or turn the direction
  /// of writing, such as `\u{1B}` and `\n`.
  package var printable: String { escaped { $0 == "\n" ? "\\n" : $0 == "\r" ? "\\r" : $0 == "\t" ? "\\t" : nil } }

  /// As ``printable``, but lines stay lines.
  package var printableLines: String { escaped { $0 == "\n" ? "\n" : nil } }

  /// A JSON document, in which such characters can only be within strings, in the form that JSON has for them.
  package var printableJSON: String {
    escaped { scalar in
      if scalar == "\n" { return "\n" }
      let code = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - code.count) + code
    }
  }

  private func escaped(_ replacement: (Unicode.Scalar) -> String?) -> String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isControl {
        text += replacement(scalar) ?? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether it acts instead of being shown: controls, line and paragraph separators, marks of direction.
  fileprivate var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E...0x200F, 0x061C, 0xFEFF: true
    default: false
    }
  }
}
