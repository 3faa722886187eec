import DataFiles
import ImageDatasets
import Testing

@Suite struct ImageFolderTests {
  @Test func takesJPEGsAndPNGsAndCountsOtherImages() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.JPG", "a.jpg", "c.d.jpeg", "Thumbs.db", "notes.txt", ".DS_Store", "._a.jpg", "__MACOSX/a.jpg", "below/z.jpg",
      "d.PNG", "e.FIT", "f.png.gz",
    ] {
      try folder.write([1], to: name)
    }
    let listed = try ImageFolder(path: folder.path)
    #expect(listed.images.map(\.identifier) == ["a", "b", "c.d", "d"])
    #expect(listed.images.map(\.path) == ["a.jpg", "b.JPG", "c.d.jpeg", "d.PNG"].map { folder.path + "/" + $0 })
    #expect(listed.skipped == ["below/", "e.FIT", "f.png.gz", "notes.txt"])
    #expect(
      try ImageFolder(path: folder.path + "/").images
        == listed.images.map {
          ImageFile(identifier: $0.identifier, path: $0.path)
        })
  }

  @Test func emptyFolderIsAnErrorThatLooksOneLevelDown() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError(path: folder.path, problem: "holds no JPEG or PNG file")) {
      try ImageFolder(path: folder.path)
    }
    try folder.write([1], to: "__MACOSX/1.jpg")
    try folder.write([1], to: "images.csv")
    #expect(throws: FileError(path: folder.path, problem: "holds no JPEG or PNG file, but 1 table (images.csv)")) {
      try ImageFolder(path: folder.path)
    }
    try folder.write([1], to: "train/1.jpg")
    let below =
      "holds no JPEG or PNG file, but 1 table (images.csv); there are some one level down, in \(folder.path)/train"
    #expect(throws: FileError(path: folder.path, problem: below)) { try ImageFolder(path: folder.path) }
    try folder.write([1], to: "val/2.jpg")
    #expect(throws: FileError(path: folder.path, problem: below + " and 1 more")) { try ImageFolder(path: folder.path) }
  }

  @Test func otherImagesAreNamedWhereNoneCanBeRead() throws {
    let folder = try TemporaryFolder()
    for index in 0..<6 { try folder.write([1], to: "p\(index).tif") }
    let problem = "holds no JPEG or PNG file, but 6 TIFF files (p0.tif, p1.tif, p2.tif and 3 more)"
    #expect(throws: FileError(path: folder.path, problem: problem)) { try ImageFolder(path: folder.path) }
  }

  @Test func missingFolderAndAmbiguousNamesAreErrors() throws {
    #expect(throws: FileError(path: "/nowhere", problem: "cannot be read: no such file or directory")) {
      try ImageFolder(path: "/nowhere")
    }
    let folder = try TemporaryFolder()
    try folder.write([1], to: "7.jpeg")
    try folder.write([1], to: "7.jpg")
    let problem = "has the same identifier 7 as \(folder.path)/7.jpeg"
    #expect(throws: FileError(path: folder.path + "/7.jpg", problem: problem)) { try ImageFolder(path: folder.path) }
    try folder.write([1], to: "other/7.PNG")
    try folder.write([1], to: "other/7.jpg")
    let other = FileError(
      path: folder.path + "/other/7.jpg", problem: "has the same identifier 7 as \(folder.path)/other/7.PNG")
    #expect(throws: other) { try ImageFolder(path: folder.path + "/other") }
  }
}
