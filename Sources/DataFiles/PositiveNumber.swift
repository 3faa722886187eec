// Numbers that name things.

extension Int {
  /// The positive whole number that text writes, as a GalaxyID is one; nil where it writes anything else.
  package init?(positive text: String) {
    guard let number = Int(text), number > 0 else { return nil }
    self = number
  }
}
