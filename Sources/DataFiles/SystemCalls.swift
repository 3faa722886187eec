// Calls of the system that a signal may interrupt.
internal import Foundation

/// Calls a function of the system again as long as signals interrupt it.
package func repeatingInterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// Closes a file; false, with the reason in `errno`, where not all that was written reached it.
///
/// A close that a signal interrupts has closed the file all the same; a second one might close another file.
func closeFile(_ descriptor: Int32) -> Bool { close(descriptor) == 0 || errno == EINTR }

/// Writes all of some bytes, however many calls that takes; false, with the reason in `errno`, where it cannot.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var rest = bytes
  while let start = rest.baseAddress, rest.count > 0 {
    let written = write(descriptor, start, rest.count)
    if written < 0 {
      if errno == EINTR { continue }
      return false
    }
    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
  }
  return true
}

/// Has names in a folder reach the disk, too. Some file systems refuse this; the files' data are safe regardless.
package func synchronizeFolder(_ path: String) {
  let folder = repeatingInterrupted { open(path, O_RDONLY | O_CLOEXEC) }
  guard folder >= 0 else { return }
  _ = repeatingInterrupted { fsync(folder) }
  close(folder)
}
