// Options that other programs abbreviate by the initials of their words.
internal import ArgumentParser
internal import Foundation

/// Finds the option that is meant by the initials of its words, as `--learning-rate` by `--lr`.
enum OptionInitials {
  /// A parser's message, with the option that is meant where an unknown one is the initials of just one of a command's.
  static func hint(in message: String, options: Set<String>) -> String {
    guard let match = message.firstMatch(of: /Unknown option '--([a-z]{2,})'(\. Did you mean '[^']*'\?)?/) else {
      return message
    }
    let meant = options.filter { option in
      option.hasPrefix("--")
        && String(option.dropFirst(2).split(separator: "-").compactMap(\.first)) == match.output.1
    }
    guard let option = meant.first, meant.count == 1 else { return message }
    var hinted = message
    hinted.replaceSubrange(match.range, with: "Unknown option '--\(match.output.1)'. Did you mean '\(option)'?")
    return hinted
  }
}
