// What Ctrl-C and its like leave behind: whole files only, and of a training one that can go on.
internal import ArgumentParser
internal import DataFiles
internal import Dispatch
internal import Foundation
internal import Synchronization

/// How the program ends by SIGINT, SIGTERM and, in training, SIGUSR1.
enum Interruption {
  /// The status of a training that was stopped and can go on: EX_TEMPFAIL, "try again".
  static let startAgain = ExitCode(75)

  /// What a signal does.
  private enum Answer {
    /// Removes half-written files and ends the program as the signal does.
    case leave
    /// Removes half-written files and ends the program with ``startAgain``, after a line.
    case leaveToStartAgain(line: String)
    /// Is taken note of.
    case note(stopping: Bool)
  }

  private static let answer = Mutex(Answer.leave)

  /// Runs `body`; where a signal ends the program meanwhile, files that are half written are removed first.
  static func removingUnfinishedFiles(_ body: () -> Void) {
    withExtendedLifetime([SIGINT, SIGTERM].map(source), body)
  }

  /// Runs `body`, in which signals end the program with a line that says how to start again, until it calls `began`; from
  /// then on they only make `isToStop` true, except that a second Ctrl-C ends the program at once.
  ///
  /// - Parameter line: what is told before.
  static func stoppingTraining(
    before line: String, _ body: (_ began: () -> Void, _ isToStop: @escaping () -> Bool) throws -> Void
  ) rethrows {
    answer.withLock { $0 = .leaveToStartAgain(line: line) }
    defer { answer.withLock { $0 = .leave } }
    let user = source(SIGUSR1)
    try withExtendedLifetime(user) {
      try body({ answer.withLock { $0 = .note(stopping: false) } }, { isStopping })
    }
  }

  private static var isStopping: Bool {
    answer.withLock { if case .note(stopping: true) = $0 { true } else { false } }
  }

  private static func source(_ number: Int32) -> any DispatchSourceSignal {
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { receive(number) }
    source.activate()
    return source
  }

  private static func receive(_ number: Int32) {
    answer.withLock { answer in
      switch answer {
      case .leave: leave(128 + number)
      case .leaveToStartAgain(let line): leave(startAgain.rawValue, line)
      case .note(stopping: false):
        answer = .note(stopping: true)
        breakLine()
        Console.note("stopping after this step; Ctrl-C leaves at once")
      case .note(stopping: true):
        // Who manages the program may send several signals; they are not meant to spoil the saving.
        if number == SIGINT { leave(128 + number) }
      }
    }
  }

  private static func leave(_ status: Int32, _ line: String? = nil) -> Never {
    AtomicFile.discardUnfinished()
    let partial = ResumableFile.discardUnfinished()
    breakLine()
    if let line { Console.note(line) }
    for path in partial { Console.note("interrupted: \(path) is kept; the same command with --resume goes on") }
    _exit(status)
  }

  /// What the shell or this program writes next goes below a progress bar.
  private static func breakLine() {
    if isatty(STDERR_FILENO) != 0 { Console.tell("\n") }
  }
}
