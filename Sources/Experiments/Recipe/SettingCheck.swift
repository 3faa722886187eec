// Which values a setting can have.
internal import NeuralNetwork

/// A rule for the values of a setting.
struct SettingCheck<Value>: Sendable {
  /// Throws a `SettingError` where the value of the setting of that name is out of its range.
  let refuse: @Sendable (_ value: Value, _ name: String) throws -> Void

  /// Every value will do.
  static var any: SettingCheck { SettingCheck { _, _ in } }

  /// Values that have a rule of their own.
  static func own(_ check: @escaping @Sendable (Value) throws -> Void) -> SettingCheck {
    SettingCheck { value, _ in try check(value) }
  }
}

extension SettingCheck where Value: CustomStringConvertible & Sendable {
  /// Values for which `isRight`; `expected` says so in words, to complete "expected …".
  static func expecting(_ expected: String, _ isRight: @escaping @Sendable (Value) -> Bool) -> SettingCheck {
    SettingCheck { try SettingError.unless(isRight($0), $1, expected: expected, found: $0) }
  }
}
