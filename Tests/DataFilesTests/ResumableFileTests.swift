// Files that are finished by another program than the one that began them.
import DataFiles
import Foundation
import Testing

@Suite struct ResumableFileTests {
  private let folder = NSTemporaryDirectory() + "galaxy-files-\(UUID().uuidString)"
  private var path: String { folder + "/a.csv" }
  private let key = ["networks": "1", "images": "2"]

  init() throws { try createFolder(folder) }

  private func names() throws -> [String] { try listFolder(folder) }

  private func open(resuming: Bool = false, _ key: [String: String]? = nil) throws -> (ResumableFile, [Int]?) {
    let (file, state) = try ResumableFile.open(path, key: key ?? self.key, resuming: resuming, state: [Int].self)
    return (file, state)
  }

  @Test func finishedFileHoldsWhatWasWritten() throws {
    let (file, state) = try open()
    #expect(state == nil)
    try file.write(Array("one\n".utf8))
    try file.save([1])
    try file.write([UInt8](repeating: 65, count: 200_000))
    #expect(try names() == ["a.csv.partial", "a.csv.partial.json"])
    try file.commit()
    #expect(try readFile(path) == Array("one\n".utf8) + [UInt8](repeating: 65, count: 200_000))
    #expect(try names() == ["a.csv"])
  }

  @Test func fileThatWasNotSavedLeavesNothing() throws {
    try AtomicFile.write("old", to: path)
    do {
      let (file, _) = try open()
      try file.write(Array("new".utf8))
    }
    #expect(try readFile(path) == Array("old".utf8))
    #expect(try names() == ["a.csv"])
  }

  /// The second program finds half a block behind what was saved.
  @Test func savedFileIsTakenUpWhereItWasSaved() throws {
    do {
      let (file, _) = try open()
      try file.write(Array("saved\n".utf8))
      try file.save([7, 8])
      try file.write([UInt8](repeating: 66, count: 100_000))
    }
    #expect(try readFile(path + ".partial").count > 6)
    do {
      let (file, state) = try open(resuming: true)
      #expect(state == [7, 8])
      try file.write(Array("more\n".utf8))
      try file.commit()
    }
    #expect(try readFile(path) == Array("saved\nmore\n".utf8))
    #expect(try names() == ["a.csv"])
  }

  @Test func otherKeysAreRefusedAndNamed() throws {
    do {
      let (file, _) = try open()
      try file.write(Array("saved\n".utf8))
      try file.save([0])
    }
    let problem = "was begun with other images, networks; remove it to begin anew"
    #expect(throws: FileError(path: path + ".partial", problem: problem)) {
      _ = try open(resuming: true, ["networks": "3"])
    }
    #expect(try names() == ["a.csv.partial", "a.csv.partial.json"])
    try AtomicFile.write("", to: path + ".partial")
    #expect(
      throws: FileError(path: path + ".partial", problem: "is shorter than when it was saved; remove it to begin anew")
    ) {
      _ = try open(resuming: true)
    }
    // Anew, whatever was there.
    let (file, state) = try open()
    #expect(state == nil)
    try file.commit()
    #expect(try readFile(path).isEmpty && names() == ["a.csv"])
  }

  @Test func linksAreFollowed() throws {
    try AtomicFile.write("old", to: folder + "/target.csv")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder + "/target.csv")
    let (file, _) = try open()
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try readFile(folder + "/target.csv") == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path).hasSuffix("target.csv"))
  }

  @Test func errorsNameThePath() throws {
    for (path, problem) in [
      ("", "is no name for a file"), (folder, "cannot be written: a folder has this name"),
      ("/nonexistent/x", "cannot be written: no such file or directory"),
    ] {
      #expect(throws: FileError(path: path, problem: problem)) {
        _ = try ResumableFile.open(path, key: [:], resuming: false, state: Int.self)
      }
    }
  }
}
