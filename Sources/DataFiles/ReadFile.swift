// Reading whole files and listing folders, with errors that name them.
internal import Foundation

/// The bytes of the file at `path`.
///
/// - Throws: ``FileError`` where it is missing, a folder, or unreadable.
public func readFile(_ path: String) throws -> [UInt8] {
  let descriptor = repeatingInterrupted { open(path, O_RDONLY | O_CLOEXEC) }
  guard descriptor >= 0 else { throw readFailure(path) }
  defer { close(descriptor) }
  var information = stat()
  guard fstat(descriptor, &information) == 0 else { throw readFailure(path) }
  guard information.st_mode & S_IFMT != S_IFDIR else {
    throw FileError(path: path, problem: "is a folder, expected a file")
  }
  // The size is only a hint: a file may grow or shrink meanwhile, and special files report 0.
  var bytes: [UInt8] = []
  var capacity = max(Int(information.st_size) + 1, 4096)
  try requireMemory(capacity, for: path)
  while true {
    let chunk = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = 0
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0 {
          if errno == EINTR { continue }
          throw readFailure(path)
        }
        if got == 0 { return }
        count += got
      }
    }
    let ended = chunk.count < capacity
    if bytes.isEmpty { bytes = chunk } else { bytes.append(contentsOf: chunk) }
    if ended { return bytes }
    capacity = max(bytes.count, 4096)
  }
}

/// The names in the folder at `path`, sorted by their bytes, without those that begin with a dot unless they are asked for.
///
/// - Throws: ``FileError`` where it is missing, not a folder, or unreadable.
public func listFolder(_ path: String, includingHidden: Bool = false) throws -> [String] {
  guard let folder = opendir(path) else { throw readFailure(path) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
    if name.hasPrefix(".") ? includingHidden && name != "." && name != ".." : true { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

func readFailure(_ path: String) -> FileError {
  FileError(path: path, problem: "cannot be read: \(String(cString: strerror(errno)).lowercasedFirst)")
}

extension String {
  /// The system's messages begin with a capital, which reads wrong after a colon.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
