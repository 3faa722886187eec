// Temporary files that nobody writes any more.
internal import Foundation
internal import Synchronization

/// What processes that were killed while they wrote a file left beside its place.
///
/// Writers lock their temporary files; the system takes the lock away when they end, however that happens. Where a file system
/// has no locks, nothing is removed.
enum AbandonedFiles {
  /// The temporary files that were in a folder when this process first wrote there. Those of processes killed later are
  /// the next one's: a folder that many files are written to is listed once.
  private static let found = Mutex<[String: [TemporaryName]]>([:])

  /// Locks a temporary file; false where another process has removed it meanwhile.
  static func protect(_ descriptor: Int32) -> Bool {
    // Whoever looks whether it is abandoned holds the lock for a moment.
    guard repeatingInterrupted({ flock(descriptor, LOCK_EX) }) == 0 else { return true }
    var information = stat()
    return fstat(descriptor, &information) != 0 || information.st_nlink > 0
  }

  /// Removes those that stand beside the file at `path`.
  static func remove(for path: String) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    let names = found.withLock { found in
      let inFolder = found[folder] ?? TemporaryName.all(in: folder)
      found[folder] = inFolder.filter { !$0.isTemporary(for: url.lastPathComponent) }
      return inFolder.filter { $0.isTemporary(for: url.lastPathComponent) }
    }
    for name in names {
      let descriptor = repeatingInterrupted { open(name.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var information = stat()
      guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
      else { continue }
      unlink(name.path)
    }
  }
}
