// How a new run takes the place of an old one: the old one stays until the new one has a checkpoint.
internal import DataFiles
internal import Foundation
internal import NeuralNetwork
internal import Training

/// The first files of a run on their way into its folder.
///
/// They are written into a hidden folder of a random name, which is called `.galaxy-new` once it is complete: from then on the
/// old run is given up, and whoever opens the folder next carries on where this was interrupted.
enum RunReplacement {
  private static func complete(in folder: RunFolder) -> RunFolder { RunFolder(path: folder.path + "/.galaxy-new") }

  private static func incomplete(in folder: RunFolder) -> RunFolder {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return RunFolder(path: folder.path + "/.galaxy-new." + String(repeating: "0", count: 16 - digits.count) + digits)
  }

  /// Folders that were not complete when their process was killed.
  private static func abandoned(in folder: RunFolder) -> [RunFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.wholeMatch(of: /\.galaxy-new\.[0-9a-f]{16}/) != nil }
      .map { RunFolder(path: folder.path + "/" + $0) }
  }

  /// Puts a run at its beginning in the place of what is in the folder, which this process has locked.
  ///
  /// - Throws: `FileError` where the files cannot be written; then the old run is as it was.
  static func replaceRun(
    in folder: RunFolder, by configuration: RunConfiguration, state: SafeTensors
  ) throws {
    let new = incomplete(in: folder)
    do {
      try createFolder(new.path)
      try new.write(configuration)
      try state.write(to: new.last)
      guard rename(new.path, complete(in: folder).path) == 0 else { throw failure(of: folder) }
    } catch {
      remove(new)
      // The name under which the file was to be is what the user knows.
      guard let error = error as? FileError else { throw error }
      throw FileError(path: error.path.replacing(new.path, with: folder.path), problem: error.problem)
    }
    synchronizeFolder(folder.path)
    try finish(in: folder)
  }

  /// Carries on with a replacement that was interrupted, and removes what one left that was killed earlier.
  static func finishInterrupted(in folder: RunFolder) throws {
    for new in abandoned(in: folder) { remove(new) }
    if FileKind(path: complete(in: folder).path) == .folder { try finish(in: folder) }
  }

  /// Removes a folder with the files that this writes there, whole or half written, and no others.
  private static func remove(_ new: RunFolder) {
    AtomicFile.removeAbandoned(of: [new.last, new.configuration])
    for file in [new.last, new.configuration] { unlink(file) }
    rmdir(new.path)
  }

  /// Removes the old run and moves the new one in; what was done already is not there any more.
  private static func finish(in folder: RunFolder) throws {
    let new = complete(in: folder)
    for file in [folder.best, folder.history, folder.report, folder.log, folder.events] {
      guard unlink(file) == 0 || errno == ENOENT else { throw failure(of: folder) }
    }
    for (from, to) in [(new.last, folder.last), (new.configuration, folder.configuration)] {
      guard rename(from, to) == 0 || errno == ENOENT else { throw failure(of: folder) }
    }
    guard rmdir(new.path) == 0 else { throw failure(of: folder) }
    synchronizeFolder(folder.path)
  }

  private static func failure(of folder: RunFolder) -> FileError {
    FileError(
      path: folder.path,
      problem: "a run cannot be put into it: \(String(cString: strerror(errno)))")
  }
}
