// What the program tells where it cannot go on at all.
internal import DataFiles
internal import Foundation
internal import Tensors

/// Ends that are neither errors of a command nor somebody's wish.
enum LastWords {
  /// Has the program tell, in one line, that memory is short or that a file in use has been cut short.
  static func prepare() {
    // A limit on the size of files is an error of the file that reaches it.
    signal(SIGXFSZ, SIG_IGN)
    OutOfMemory.end { byteCount in
      AtomicFile.discardUnfinished()
      Console.note("Error: out of memory: there is no room for \((byteCount + (1 << 20) - 1) >> 20) MB more")
      _exit(1)
    }
    // Nothing but a few calls of the system is allowed here. What is half written is removed by the next run.
    signal(SIGBUS) { _ in
      let line: StaticString = "Error: a file that is being read was cut short, or its disk failed\n"
      _ = write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
      _exit(1)
    }
  }
}
