// log.txt: what was told of a run, with times.
internal import DataFiles
internal import Foundation

/// Lines that a command tells, kept in a file to which a run that goes on adds.
///
/// That it cannot be written is no reason to stop training.
final class RunLog {
  private var descriptor: Int32 = -1
  private var waiting: [String] = []

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Writes to the file at `path` from now on, and what was told so far.
  func open(_ path: String) {
    descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    write(waiting)
    waiting = []
  }

  /// Adds a line with the time.
  func add(_ line: String) {
    let timed = Date.now.formatted(.iso8601) + "  " + line.printable
    if descriptor >= 0 { write([timed]) } else { waiting.append(timed) }
  }

  private func write(_ lines: [String]) {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    // A line at a time, so that two writers do not mix them.
    _ = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
  }
}
