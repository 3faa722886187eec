// One process at a time trains in a run's folder.
internal import DataFiles
internal import Foundation
internal import Synchronization

/// The right to write a run's files, which one process has as long as it holds this object.
///
/// Two trainings of one process share it. Where the file system has no locks, everybody gets it.
package final class RunLock: Sendable {
  private struct Place: Hashable {
    let device: UInt64
    let file: UInt64
  }
  private struct Held {
    weak var lock: RunLock?
  }

  private static let held = Mutex<[Place: Held]>([:])
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Whether somebody has the lock of a folder; it is held for no longer than it takes to ask.
  package static func isTaken(_ folder: RunFolder) -> Bool {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Takes the lock of a folder that exists.
  ///
  /// - Throws: `FileError` where another process has it, or there is no such folder.
  package static func take(_ folder: RunFolder) throws -> RunLock {
    let descriptor = repeatingInterrupted { open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    var information = stat()
    guard descriptor >= 0, fstat(descriptor, &information) == 0 else {
      if descriptor >= 0 { close(descriptor) }
      throw FileError(path: folder.path, problem: "is no folder that can be read")
    }
    let place = Place(device: UInt64(information.st_dev), file: UInt64(information.st_ino))
    return try held.withLock { held in
      if let lock = held[place]?.lock {
        close(descriptor)
        return lock
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        close(descriptor)
        throw FileError(path: folder.path, problem: "is being trained by another process")
      }
      let lock = RunLock(descriptor: descriptor)
      held[place] = Held(lock: lock)
      return lock
    }
  }
}
