// How far long work has come: a bar on a terminal, a line now and then elsewhere.
internal import Training
internal import Foundation

/// Shows a sequence of activities on standard error, each from nothing to done.
final class ProgressBar {
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private var activity = ""
  private var start = ContinuousClock.now
  private var shown: ContinuousClock.Instant?

  deinit { clear() }

  /// Shows `progress`, unless something was shown a moment ago; a bar vanishes when its activity is done.
  func update(_ progress: WorkProgress) {
    let now = ContinuousClock.now
    if progress.activity != activity {
      activity = progress.activity
      start = now
      shown = nil
    }
    let isDone = progress.done >= progress.total
    if isTerminal {
      if isDone { return clear() }
      if let shown, now - shown < .milliseconds(100) { return }
    } else if isDone || now - (shown ?? start) < .seconds(10) {
      return  // Elsewhere short work needs no line, and what comes of long work is told anyway.
    }
    shown = now
    let line = Self.line(progress, seconds: (now - start) / .seconds(1), width: isTerminal ? Self.terminalWidth : nil)
    Console.tell(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
  }

  /// Removes the bar, so that something else can be printed.
  func clear() {
    guard isTerminal, shown != nil else { return }
    Console.tell("\r\u{1B}[K")
    shown = nil
  }

  private static func line(_ progress: WorkProgress, seconds: Double, width: Int?) -> String {
    var tail = " \(progress.done)/\(progress.total)"
    if progress.done > 0, seconds > 0 {
      let rate = Double(progress.done) / seconds
      tail += String(format: "  %.*f/s  ", rate < 10 ? 1 : 0, rate)
      tail += "\(duration(Double(progress.total - progress.done) / rate)) left"
    }
    if !progress.note.isEmpty { tail += "  \(progress.note)" }
    guard let width else { return progress.activity + tail }
    let room = min(30, width - progress.activity.count - tail.count - 2)
    guard room >= 5 else { return String((progress.activity + tail).prefix(max(0, width - 1))) }
    let filled = min(room, room * progress.done / max(progress.total, 1))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
    return "\(progress.activity) \(bar)\(tail)"
  }

  /// `1:05` or `2:03:04`.
  static func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded())
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, seconds % 60)
      : String(format: "%d:%02d", minutes, seconds % 60)
  }

  private static var terminalWidth: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
