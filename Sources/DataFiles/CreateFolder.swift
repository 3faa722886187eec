// Making folders, with errors that name them.
internal import Foundation

/// Makes the folder at `path` and those above it that are missing; one that is there already stays as it is.
///
/// - Throws: ``FileError`` naming the folder that cannot be made.
public func createFolder(_ path: String) throws {
  if make(path) { return }
  var code = errno
  if code == ENOENT {
    let parent = (path as NSString).deletingLastPathComponent
    if !parent.isEmpty, parent != path {
      try createFolder(parent)
      if make(path) { return }
      code = errno
    }
  }
  var information = stat()
  let isFolder = stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  guard code == EEXIST, isFolder else {
    throw FileError(path: path, problem: "cannot be made: \(String(cString: strerror(code)).lowercasedFirst)")
  }
}

/// Makes a folder that lasts as the files in it do; false, with the reason in `errno`, where it cannot be made.
private func make(_ path: String) -> Bool {
  guard mkdir(path, 0o777) == 0 else { return false }
  synchronizeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  return true
}
