// Learning rates and weight decay of single parameters.

/// Settings for the parameters whose dotted names match a pattern, in which `*` stands for any characters.
public struct ParameterGroup: Sendable, Equatable {
  /// The pattern.
  public let pattern: String
  /// Factor of the optimizer's learning rate; nil leaves it as it is.
  public let rate: Float?
  /// Weight decay in place of the optimizer's, for a learning rate of 1; nil leaves it as it is.
  public let decay: Float?

  /// Settings for what `pattern` matches.
  public init(_ pattern: String, rate: Float? = nil, decay: Float? = nil) {
    self.pattern = pattern
    self.rate = rate
    self.decay = decay
  }
}

/// A pattern of a parameter group that fits no parameter.
public struct ParameterGroupError: Error, CustomStringConvertible {
  /// The pattern.
  public let pattern: String

  /// One line for the user.
  public var description: String { "parameter group \"\(pattern)\": it matches no parameter of the network" }
}

/// Which parameters of a module have a learning rate or weight decay of their own, whatever the optimizer.
///
/// Biases and the parameters of norms are seldom decayed, and a trained backbone often moves more slowly than a new head:
///
/// ```swift
/// let groups = try ParameterGroups(
///   [
///     ParameterGroup("*.bias", decay: 0), ParameterGroup("*.scale", decay: 0), ParameterGroup("*.offset", decay: 0),
///     ParameterGroup("backbone.*", rate: 0.1),
///   ], of: network)
/// var optimizer = AdamW(learningRate: 1e-3, weightDecay: 0.05, groups: groups)
/// ```
///
/// A parameter may match several patterns: of these the last that sets a rate decides about the rate, and the last that
/// sets a decay about the decay. Here `backbone.conv.bias` has both settings.
///
/// Groups are settings, like a learning rate, and no part of an optimizer's state: a run that is resumed must be given the
/// same again.
public struct ParameterGroups: Sendable {
  /// What holds for one parameter.
  struct Settings: Sendable {
    /// Factor of the learning rate.
    var rate: Float = 1
    /// Weight decay; nil means the optimizer's.
    var decay: Float?
  }

  /// By name, for all parameters of the module; empty where there are no groups.
  private var settings: [String: Settings] = [:]

  /// No groups: all parameters have the optimizer's settings.
  public init() {}

  /// The settings of groups for the trainable and the frozen parameters of `module`.
  ///
  /// - Throws: ``ParameterGroupError`` where a pattern matches none of these; ``SettingError`` where a rate or a decay is
  ///   negative or no number.
  public init(_ groups: [ParameterGroup], of module: some Module) throws {
    for group in groups {
      for (value, setting) in [(group.rate, "rate"), (group.decay, "decay")] {
        try SettingError.unlessNotNegative(Double(value ?? 0), "\(setting) of parameter group \"\(group.pattern)\"")
      }
    }
    guard !groups.isEmpty else { return }
    var unmatched = Set(groups.indices)
    module.forEachParameter { name, parameter in
      guard parameter.role == .trainable || parameter.role == .frozen else { return }
      var settings = Settings()
      for (index, group) in groups.enumerated() where name.matches(pattern: group.pattern) {
        unmatched.remove(index)
        settings.rate = group.rate ?? settings.rate
        settings.decay = group.decay ?? settings.decay
      }
      self.settings[name] = settings
    }
    if let index = unmatched.min() { throw ParameterGroupError(pattern: groups[index].pattern) }
  }

  /// What holds for a parameter.
  func settings(of name: String) -> Settings {
    guard !settings.isEmpty else { return Settings() }
    guard let found = settings[name] else {
      fatalError("Optimizer.update: the parameter groups are of a module without \(name)")
    }
    return found
  }
}
