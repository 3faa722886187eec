// What Ctrl-C leaves behind: whole files only.
internal import Dispatch
internal import DataFiles
internal import Foundation

enum Interruption {
  /// Runs `body`; where Ctrl-C or `kill` ends the program meanwhile, files that are half written are removed first.
  static func removingUnfinishedFiles(_ body: () -> Void) {
    let sources = [SIGINT, SIGTERM].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        AtomicFile.discardUnfinished()
        let partial = ResumableFile.discardUnfinished()
        // The shell's prompt goes below a progress bar.
        if isatty(STDERR_FILENO) != 0 { Console.tell("\n") }
        for path in partial { Console.note("interrupted: \(path) is kept; the same command with --resume goes on") }
        _exit(128 + number)
      }
      source.activate()
      return source
    }
    withExtendedLifetime(sources, body)
  }
}
