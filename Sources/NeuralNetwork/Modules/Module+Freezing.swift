// Parameters that training leaves alone.

/// A pattern of names that fits no parameter.
public struct FreezingError: Error, CustomStringConvertible {
  /// The pattern.
  public let pattern: String
  let verb: String

  /// One line for the user.
  public var description: String { "cannot \(verb) \"\(pattern)\": it matches no parameter of the network" }
}

extension Module {
  /// Freezes every trainable parameter whose dotted name matches `pattern`, in which `*` stands for any characters; all of
  /// them for `*`.
  ///
  /// A frozen parameter gets no gradient and keeps its value. A batch norm whose parameters are all frozen normalises by
  /// its running statistics, which it keeps as well, in training as in inference.
  ///
  /// - Throws: ``FreezingError`` where the pattern matches neither a trainable nor a frozen parameter.
  public mutating func freeze(matching pattern: String) throws {
    try changeRoles(of: pattern, to: .frozen, verb: "freeze")
  }

  /// Gives the frozen parameters whose dotted names match `pattern` back to training; all of them for `*`.
  ///
  /// - Throws: ``FreezingError`` where the pattern matches neither a trainable nor a frozen parameter.
  public mutating func unfreeze(matching pattern: String) throws {
    try changeRoles(of: pattern, to: .trainable, verb: "unfreeze")
  }

  private mutating func changeRoles(of pattern: String, to role: Parameter.Role, verb: String) throws {
    var matches = false
    visitParameters { name, parameter in
      guard parameter.role == .trainable || parameter.role == .frozen, name.matches(pattern: pattern) else { return }
      matches = true
      parameter.role = role
    }
    if !matches { throw FreezingError(pattern: pattern, verb: verb) }
  }
}
