// Settings that make no sense.

/// A setting out of its range, as a file that people write may hold.
public struct SettingError: Error, CustomStringConvertible {
  /// The setting's name.
  public let setting: String
  /// What was expected and what was found.
  public let problem: String

  /// One line for the user.
  public var description: String { "\(setting): \(problem)" }

  /// An error unless `isRight`.
  ///
  /// - Parameters:
  ///   - isRight: whether the setting is in its range.
  ///   - setting: what the setting is called.
  ///   - expected: completes the sentence "expected …".
  ///   - found: its value.
  public static func unless(
    _ isRight: Bool, _ setting: String, expected: String, found: some CustomStringConvertible
  ) throws {
    if !isRight { throw SettingError(setting: setting, problem: "expected \(expected), found \(found)") }
  }

  /// An error unless a share lies in 0 ..< 1.
  static func unlessShare(_ value: Double, _ setting: String) throws {
    try unless(value >= 0 && value < 1, setting, expected: "0 or more, but less than 1", found: value)
  }

  /// An error where a value lies below zero or is no number.
  static func unlessNotNegative(_ value: Double, _ setting: String) throws {
    try unless(value >= 0 && value.isFinite, setting, expected: "0 or more", found: value)
  }
}
