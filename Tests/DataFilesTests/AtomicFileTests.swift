import DataFiles
import Foundation
import Testing

@Suite struct AtomicFileTests {
  let folder = NSTemporaryDirectory() + "galaxy-files-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func committedFileHoldsWhatWasWritten() throws {
    let path = folder + "/a.txt"
    let file = try AtomicFile(path: path)
    try file.write("one\n")
    try file.write([UInt8](repeating: 65, count: 200_000))
    #expect(!FileManager.default.fileExists(atPath: path))
    try file.commit()
    #expect(try readFile(path) == Array("one\n".utf8) + [UInt8](repeating: 65, count: 200_000))
    #expect(try listFolder(folder) == ["a.txt"])
  }

  @Test func droppedFileLeavesTheOldOneAndNothingElse() throws {
    let path = folder + "/a.txt"
    try AtomicFile.write("old", to: path)
    do {
      let file = try AtomicFile(path: path)
      try file.write("new")
    }
    #expect(try readFile(path) == Array("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
  }

  @Test func temporaryNamesCannotBeForetold() throws {
    let names = try (0..<3).map { _ in
      let file = try AtomicFile(path: folder + "/a.txt")
      defer { withExtendedLifetime(file) {} }
      return try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
    }
    #expect(Set(names).count == 3)
    #expect(names.allSatisfy { $0.wholeMatch(of: /\.a\.txt\.[0-9a-f]{16}\.tmp/) != nil })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }

  @Test func whatWasAbandonedIsRemovedAndNothingElse() throws {
    let (mine, others) = (
      folder + "/a.txt", [".a.txt.12.tmp", ".b.txt.0123456789abcdef.tmp", "a.txt.0123456789abcdef.tmp"]
    )
    for name in others + [".a.txt.0123456789abcdef.tmp"] { try AtomicFile.write("", to: folder + "/" + name) }
    let open = try AtomicFile(path: mine)
    try open.write("whole")
    AtomicFile.removeAbandoned(of: [mine])
    try open.commit()
    #expect(try readFile(mine) == Array("whole".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == (others + ["a.txt"]).sorted())
  }

  @Test func aLinkStaysAndItsTargetIsReplaced() throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/disk", withIntermediateDirectories: true)
    try AtomicFile.write("old", to: folder + "/disk/a.txt")
    // Over two links, the first of them relative, and one that leads to nothing yet.
    try files.createSymbolicLink(atPath: folder + "/second", withDestinationPath: folder + "/disk/a.txt")
    try files.createSymbolicLink(atPath: folder + "/first", withDestinationPath: "second")
    try files.createSymbolicLink(atPath: folder + "/new", withDestinationPath: "disk/b.txt")
    try AtomicFile.write("one", to: folder + "/first")
    try AtomicFile.write("two", to: folder + "/new")
    #expect(try readFile(folder + "/disk/a.txt") == Array("one".utf8))
    #expect(try readFile(folder + "/disk/b.txt") == Array("two".utf8))
    #expect(try files.destinationOfSymbolicLink(atPath: folder + "/first") == "second")
    #expect(try files.contentsOfDirectory(atPath: folder + "/disk").sorted() == ["a.txt", "b.txt"])
    try files.createSymbolicLink(atPath: folder + "/round", withDestinationPath: "round")
    #expect(throws: FileError(path: folder + "/round", problem: "cannot be written: too many links")) {
      try AtomicFile.write("", to: folder + "/round")
    }
  }

  @Test func aPipeIsWrittenToAsItIs() throws {
    let path = folder + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    // Open for both, so that neither side waits.
    let reader = open(path, O_RDWR | O_NONBLOCK)
    defer { close(reader) }
    try AtomicFile.write("through", to: path)
    var bytes = [UInt8](repeating: 0, count: 100)
    #expect(read(reader, &bytes, bytes.count) == 7)
    #expect(bytes.prefix(7).elementsEqual("through".utf8))
    #expect(FileKind(path: path) == .other)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pipe"])
  }

  @Test func errorsNameThePath() throws {
    #expect(throws: FileError(path: "", problem: "is no name for a file")) { _ = try AtomicFile(path: "") }
    #expect(FileError(path: "", problem: "is missing").description == "\"\": is missing")
    #expect(throws: FileError(path: "/nonexistent/x", problem: "cannot be written: no such file or directory")) {
      _ = try AtomicFile(path: "/nonexistent/x")
    }
    #expect(throws: FileError(path: folder, problem: "cannot be written: a folder has this name")) {
      _ = try AtomicFile(path: folder)
    }
    #expect(throws: FileError(path: folder + "/b", problem: "cannot be read: no such file or directory")) {
      _ = try readFile(folder + "/b")
    }
    #expect(throws: FileError(path: folder, problem: "is a folder, expected a file")) { _ = try readFile(folder) }
  }
}
