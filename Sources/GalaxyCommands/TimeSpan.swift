// Times on the command line: 90s, 30m, 2h.
internal import ArgumentParser

/// A duration as people write it: a number of seconds, minutes or hours; minutes where the unit is left out.
struct TimeSpan {
  let duration: Duration

  /// Reads `90s`, `30m`, `30` or `1.5h`.
  init(_ text: String) throws {
    let units = ["s": 1.0, "m": 60, "": 60, "h": 3600]
    guard let match = text.wholeMatch(of: /([0-9]+(?:\.[0-9]+)?)([smh]?)/), let number = Double(match.1),
      let unit = units[String(match.2)], number > 0, number * unit < 1e9
    else {
      throw ValidationError("expected a time such as 90s, 30m (or 30) or 2h")
    }
    duration = .seconds(number * unit)
  }
}
