import DataFiles
import Foundation
import Testing

@Suite struct AbandonedFilesTests {
  let folder = NSTemporaryDirectory() + "galaxy-files-\(UUID().uuidString)"
  private let name = ".a.txt.0123456789abcdef.tmp"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
  }

  private func make(_ name: String) {
    _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: Data())
  }

  @Test func theNextWriterOfAFileRemovesThem() throws {
    let others = [".a.txt.12.tmp", ".b.txt.0123456789abcdef.tmp", "a.txt.0123456789abcdef.tmp"]
    for other in others + [name] { make(other) }
    try AtomicFile.write("whole", to: folder + "/a.txt")
    #expect(try names == (others + ["a.txt"]).sorted())
    // That of another file waits for its own writer.
    try AtomicFile.write("whole", to: folder + "/b.txt")
    #expect(try names == ([others[0], others[2]] + ["a.txt", "b.txt"]).sorted())
  }

  /// Locks belong to open files, not to processes: another process's writer is as this one.
  @Test func whatSomebodyStillWritesStays() throws {
    make(name)
    let descriptor = open(folder + "/" + name, O_WRONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    try AtomicFile.write("whole", to: folder + "/a.txt")
    #expect(try names == [name, "a.txt"])
  }

  @Test func writersLockTheirFiles() throws {
    let file = try AtomicFile(path: folder + "/a.txt")
    defer { withExtendedLifetime(file) {} }
    let descriptor = open(folder + "/" + (try #require(names.first)), O_RDONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) != 0)
  }

  /// A link or a folder of such a name is nobody's temporary file.
  @Test func plantedLinksAndFoldersStay() throws {
    make("precious")
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/" + name, withDestinationPath: folder + "/precious")
    try FileManager.default.createDirectory(
      atPath: folder + "/.a.txt.0123456789abcde0.tmp", withIntermediateDirectories: true)
    try AtomicFile.write("whole", to: folder + "/a.txt")
    #expect(try names == [".a.txt.0123456789abcde0.tmp", name, "a.txt", "precious"])
  }
}
