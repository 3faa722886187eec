import DataFiles
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct ImageSourceTests {
  @Test func folderAndCacheGiveTheSame() throws {
    let folder = try TemporaryFolder()
    let preprocessing = Preprocessing(crop: .center(width: 40, height: 40), width: 10, height: 10, grayscale: true)
    for index in 0..<4 { try folder.write(JPEG.encode(spot(brightness: 100 + 20 * index)), to: "images/\(index).jpg") }
    let (images, cache) = (folder.path + "/images", folder.path + "/cache")
    _ = try ImageCache.write(ImageSource(path: images), folder: images, preprocessing: preprocessing, to: cache)
    let (files, packed) = (try ImageSource(path: images), try ImageSource(path: cache))
    #expect(files.identifiers == ["0", "1", "2", "3"] && packed.identifiers == files.identifiers)
    #expect(files.location(of: 2) == images + "/2.jpg")
    #expect(packed.location(of: 2) == "\(cache), image 2")
    #expect(files.fileName(of: 2) == "2.jpg" && packed.fileName(of: 2) == "2")
    let nested = ImageSource(files: [ImageFile(identifier: "a.b/c.d", path: "/x/a.b/c.d.JPEG")])
    #expect(nested.fileName(of: 0) == "a.b/c.d.JPEG")
    var told: [Int] = []
    let loaded = try files.load([3, 1], preprocessing: preprocessing) { told.append($0) }
    let mapped = try packed.load([3, 1], preprocessing: preprocessing) { told.append($0) }
    #expect(told == [2, 2] && loaded.kept == [0, 1] && mapped.kept == [0, 1])
    #expect(loaded.batches.indices == [0, 1] && mapped.batches.indices == [3, 1])
    #expect(loaded.batches.identifiers == ["3", "1"] && mapped.batches.identifiers == ["3", "1"])
    #expect(loaded.batches.input([1, 0]).scalars == mapped.batches.input([1, 0]).scalars)
    for (index, mappedIndex) in zip(loaded.batches.indices, mapped.batches.indices) {
      #expect(loaded.batches.store.image(at: index) == mapped.batches.store.image(at: mappedIndex))
    }
    #expect(try files.picture(at: 1) == Image.decode(path: images + "/1.jpg", as: .rgb))
    #expect(try packed.picture(at: 1) == preprocessing.apply(path: images + "/1.jpg"))
    #expect(try files.encodedPicture(at: 1) == readFile(images + "/1.jpg"))
    let shown = try Image.decode(packed.encodedPicture(at: 1), named: "shown", as: .grayscale)
    #expect([shown.width, shown.height] == [10, 10])
  }

  /// A PNG keeps every level, so that its file is as good as the image; its name need not say what it is.
  @Test func filesAreReadByTheirContents() throws {
    let folder = try TemporaryFolder()
    let image = try Image.decode(JPEG.encode(spot(brightness: 150)), as: .rgb)
    try folder.write(PNG.encode(image), to: "1.png")
    try folder.write(PNG.encode(image), to: "2.jpg")
    try folder.write(JPEG.encode(spot(brightness: 150)), to: "3.png")
    let source = try ImageSource(path: folder.path)
    #expect(source.identifiers == ["1", "2", "3"] && source.fileName(of: 0) == "1.png")
    for index in 0..<3 { #expect(try source.picture(at: index) == image) }
    #expect(try source.encodedPicture(at: 0) == PNG.encode(image))
    let preprocessing = Preprocessing(crop: .center(width: 30, height: 20), width: 12, height: 9, grayscale: false)
    let loaded = try source.load([0, 1, 2], preprocessing: preprocessing)
    let input = try preprocessing.input(of: [image, image, image])
    #expect(loaded.failures.isEmpty && loaded.batches.input([0, 1, 2]) == input)
  }

  @Test func whatWasKeptIsSaid() throws {
    let folder = try TemporaryFolder()
    for index in 0..<4 { try folder.write(JPEG.encode(spot(brightness: 100 + 20 * index)), to: "\(index).jpg") }
    try folder.write([], to: "2.jpg")
    try folder.write([1], to: "3.tif")
    let source = try ImageSource(path: folder.path)
    #expect(source.skipped.first == ["3.tif"] && source.count == 4)
    let loaded = try source.load([3, 2, 0, 3], preprocessing: ImageStoreTests.small)
    #expect(loaded.kept == [0, 2, 3] && loaded.batches.identifiers == ["3", "0", "3"])
    #expect(loaded.failures.map(\.identifier) == ["2"])
  }

  @Test func absentPathsAreNamed() {
    #expect(throws: FileError(path: "/nowhere", problem: "cannot be read: no such file or directory")) {
      try ImageSource(path: "/nowhere")
    }
  }
}
