// Parameters that training leaves alone.

/// A choice of parameters to freeze that cannot be meant.
public struct FreezingError: Error, CustomStringConvertible {
  /// The pattern of names.
  public let pattern: String
  let problem: String

  /// One line for the user.
  public var description: String { "cannot freeze \"\(pattern)\": \(problem)" }
}

extension Layer {
  /// Freezes every trainable parameter whose dotted name matches `pattern`, in which `*` stands for any characters.
  ///
  /// A frozen parameter gets no gradient and keeps its value. A batch norm whose parameters are all frozen normalises by
  /// its running statistics, which it keeps as well, in training as in inference.
  ///
  /// - Throws: ``FreezingError`` where nothing matches or nothing would be left to train; then the network is unchanged.
  public mutating func freeze(matching pattern: String) throws {
    var trainable = 0
    var matching = 0
    var alreadyFrozen = 0
    forEachParameter { name, parameter in
      let matches = name.matches(pattern: pattern)
      if parameter.role == .trainable { trainable += 1 }
      if parameter.role == .trainable && matches { matching += 1 }
      if parameter.role == .frozen && matches { alreadyFrozen += 1 }
    }
    guard matching + alreadyFrozen > 0 else {
      throw FreezingError(pattern: pattern, problem: "it matches no parameter of the network")
    }
    guard matching < trainable else {
      throw FreezingError(pattern: pattern, problem: "nothing would be left to train")
    }
    visitParameters { name, parameter in
      if name.matches(pattern: pattern) { parameter.freeze() }
    }
  }
}

extension String {
  /// Whether the string is `pattern` with some characters, perhaps none, in place of each `*`.
  fileprivate func matches(pattern: String) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return self == pattern }
    guard hasPrefix(first), hasSuffix(last), count >= first.count + last.count else { return false }
    var rest = dropFirst(first.count).dropLast(last.count)
    // Each piece where it first occurs leaves the most room for those behind it.
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let place = rest.firstRange(of: piece) else { return false }
      rest = rest[place.upperBound...]
    }
    return true
  }
}
