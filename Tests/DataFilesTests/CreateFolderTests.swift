// Folders are made with those above them, or the error says why not.
import DataFiles
import Foundation
import Testing

@Suite final class CreateFolderTests {
  private let folder = NSTemporaryDirectory() + "galaxy-folders-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test(arguments: ["/a/b/c", "/a/b/", "//a//b", ""]) func foldersAboveAreMadeToo(name: String) throws {
    try createFolder(folder + name)
    try AtomicFile.write("kept", to: folder + name + "/file")
    try createFolder(folder + name)
    #expect(try listFolder(folder + name) == ["file"])
  }

  @Test(arguments: [".", "..", "/", "./", NSTemporaryDirectory()]) func foldersThatAreThereStay(path: String) throws {
    try createFolder(path)
  }

  @Test func errorsNameTheFolder() throws {
    try createFolder(folder)
    let file = folder + "/file"
    try AtomicFile.write("", to: file)
    #expect(throws: FileError(path: file, problem: "cannot be made: file exists")) { try createFolder(file) }
    let below = file + "/below"
    #expect(throws: FileError(path: below, problem: "cannot be made: not a directory")) { try createFolder(below) }
    #expect(throws: FileError(path: "", problem: "cannot be made: no such file or directory")) { try createFolder("") }
  }
}
