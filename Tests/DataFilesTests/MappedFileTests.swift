import DataFiles
import Foundation
import Testing

@Suite struct MappedFileTests {
  private let folder = NSTemporaryDirectory() + "galaxy-mapped-\(UUID().uuidString)"

  init() throws { try createFolder(folder) }

  @Test func holdsTheBytesEvenWhenTheFileIsReplaced() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try AtomicFile.write(bytes, to: folder + "/a")
    let file = try MappedFile(path: folder + "/a")
    #expect(file.count == 10_000)
    try AtomicFile.write("other", to: folder + "/a")
    #expect(file.withUnsafeBytes { Array($0) } == bytes)
    try FileManager.default.removeItem(atPath: folder + "/a")
    #expect(file.withUnsafeBytes { Array($0) } == bytes)
  }

  @Test func whatCannotBeMappedIsNamed() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write("", to: folder + "/empty")
    for (path, problem) in [
      (folder + "/empty", "is empty"), (folder, "is no file that can be mapped into memory"),
      (folder + "/absent", "cannot be read: no such file or directory"),
    ] {
      #expect(throws: FileError(path: path, problem: problem)) { try MappedFile(path: path) }
    }
  }
}
