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
