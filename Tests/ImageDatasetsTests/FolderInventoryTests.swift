// Folders as people have them: every file is an image, or a finding.
import Foundation
import ImageDatasets
import Testing

@Suite struct FolderInventoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func touch(_ names: String...) throws {
    for name in names { try folder.write([1], to: name) }
  }

  private func found(_ name: String, in inventory: FolderInventory) -> [String] {
    inventory.findings.all.first { $0.name == name }?.items.map {
      $0.detail.isEmpty ? $0.name : "\($0.name): \($0.detail)"
    }
      ?? []
  }

  @Test func everyFileIsAccountedFor() throws {
    try touch(
      "2.jpg", "1.JPG", "b/3.png", "b/c/4.jpeg", "notes.txt", "x.fits", "b/y.html", "z", ".DS_Store", "Thumbs.db",
      "._2.jpg",
      "__MACOSX/2.jpg", ".hidden.jpg", "5.jpg/inside.jpg")
    for path in [folder.path, folder.path + "/"] {
      let inventory = try FolderInventory(path: path)
      #expect(inventory.images.map(\.identifier) == ["1", "2", "b/3", "b/c/4"])
      #expect(inventory.images.map(inventory.relative) == ["1.JPG", "2.jpg", "b/3.png", "b/c/4.jpeg"])
      #expect(
        found("otherFiles", in: inventory) == [
          "notes.txt: text file", "x.fits: FITS file", "z: other file", "b/y.html: web page",
        ])
      #expect(found("systemFiles", in: inventory) == [".DS_Store", "._2.jpg", "Thumbs.db", "__MACOSX"])
      #expect(found("hiddenFiles", in: inventory) == [".hidden.jpg"])
      #expect(found("foldersNamedAsImages", in: inventory) == ["5.jpg"])
    }
  }

  @Test func equalIdentifiersAreFound() throws {
    try touch("1.jpg", "1.png", "a/1.jpg", "a/1.JPEG", "b/1.jpg")
    let inventory = try FolderInventory(path: folder.path)
    #expect(found("equalIdentifiers", in: inventory) == ["1.png: as 1.jpg", "a/1.jpg: as a/1.JPEG"])
  }

  /// Links lead round, to nowhere, and to a folder twice; pipes would never end.
  @Test func linksAndPipes() throws {
    try touch("a/1.jpg")
    let link = FileManager.default.createSymbolicLink(atPath:withDestinationPath:)
    try link(folder.path + "/a/loop", folder.path)
    try link(folder.path + "/again", folder.path + "/a")
    try link(folder.path + "/x.jpg", folder.path + "/y.jpg")
    try link(folder.path + "/y.jpg", folder.path + "/x.jpg")
    #expect(mkfifo(folder.path + "/pipe.jpg", 0o600) == 0)
    let inventory = try FolderInventory(path: folder.path)
    #expect(inventory.images.map(\.identifier) == ["x", "y", "a/1", "again/1"])
    #expect(found("folderLoops", in: inventory) == ["a/loop/", "again/loop/"])
    #expect(found("specialFiles", in: inventory) == ["pipe.jpg"])
  }

  @Test func veryDeepFoldersAreNamed() throws {
    try touch("a/b/c/d/1.jpg", "a/b/c/d/e/2.jpg")
    let inventory = try FolderInventory(path: folder.path)
    #expect(inventory.images.map(\.identifier) == ["a/b/c/d/1"])
    #expect(found("deepFolders", in: inventory) == ["a/b/c/d/e/"])
  }
}
