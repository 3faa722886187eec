// How far long work has come: a bar on a terminal, a line now and then elsewhere.
internal import Training
internal import Foundation

/// Shows a sequence of activities on standard error, each from nothing to done.
final class ProgressBar {
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private var activity = ""
  private var start = ContinuousClock.now
  /// What was done before: an epoch that goes on does not begin at nothing.
  private var doneAtStart = 0
  private var shown: ContinuousClock.Instant?

  deinit { clear() }

  /// Shows `progress`, unless something was shown a moment ago; a bar vanishes when its activity is done.
  func update(_ progress: WorkProgress) {
    let now = ContinuousClock.now
    if progress.activity != activity {
      activity = progress.activity
      start = now
      doneAtStart = progress.done
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
    let line = line(progress, seconds: (now - start) / .seconds(1))
    Console.tell(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
  }

  /// Removes the bar, so that something else can be printed.
  func clear() {
    guard isTerminal, shown != nil else { return }
    Console.tell("\r\u{1B}[K")
    shown = nil
  }

  private func line(_ progress: WorkProgress, seconds: Double) -> String {
    var parts = [ProgressLine.Part(" \(progress.done)/\(progress.total)", rank: 0)]
    let done = progress.done - doneAtStart
    if done > 0, seconds > 0 {
      let rate = Double(done) / seconds
      parts.append(ProgressLine.Part(String(format: "  %.*f/s", rate < 10 ? 1 : 0, rate), rank: 3))
      let left = Self.duration(Double(progress.total - progress.done) / rate)
      parts.append(ProgressLine.Part("  \(left) left", rank: 1))
    }
    parts += progress.notes.enumerated().map { index, note in
      ProgressLine.Part("  \(note)", rank: index == 0 ? 2 : 3 + index)
    }
    let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
    return ProgressLine(progress.activity, share: share, parts).text(width: isTerminal ? Self.terminalWidth : nil)
  }

  /// `1:05` or `2:03:04`.
  static func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded())
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, seconds % 60)
      : String(format: "%d:%02d", minutes, seconds % 60)
  }

  /// Columns of the terminal that standard error goes to; nil where it goes elsewhere.
  static var columns: Int? { isatty(STDERR_FILENO) != 0 ? terminalWidth : nil }

  private static var terminalWidth: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
