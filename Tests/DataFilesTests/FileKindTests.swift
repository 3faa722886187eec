import DataFiles
import Foundation
import Testing

@Suite struct FileKindTests {
  @Test func kindsAreToldApart() throws {
    let folder = NSTemporaryDirectory() + "galaxy-kinds-\(UUID().uuidString)"
    try createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write("x", to: folder + "/file")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder)
    #expect(FileKind(path: folder + "/file") == .file)
    #expect(FileKind(path: folder + "/link") == .folder)
    #expect(FileKind(path: "/dev/null") == .other)
    #expect(FileKind(path: folder + "/absent") == nil)
  }
}
