import DataFiles
import Foundation
import ImageDatasets
import Images
import Testing

@Suite struct ClassFoldersTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func touch(_ names: String...) throws {
    for name in names { try folder.write([1], to: name) }
  }

  private func expectError(
    _ path: String, _ problem: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Any
  ) {
    #expect(throws: FileError(path: folder.path + path, problem: problem), sourceLocation: sourceLocation) {
      try body()
    }
  }

  private func open(_ name: String = "") throws -> (images: LabelledImages<Int>, classes: LabelNames) {
    try LabelledImages.classFolders(path: folder.path + name)
  }

  @Test func subFoldersAreClasses() throws {
    try touch(
      "b/1.jpg", "b/2.JPEG", "a/1.jpg", "c c/9.jpeg", "a/notes.txt", "readme.md", "__MACOSX/x/1.jpg", ".git/y/1.jpg")
    for name in ["", "/"] {
      let (images, classes) = try open(name)
      #expect(classes.names == ["a", "b", "c c"] && classes.titles == classes.names)
      #expect(images.identifiers == ["a/1", "b/1", "b/2", "c c/9"])
      #expect(images.labels == [0, 1, 1, 2] && images.validation == nil)
      #expect(
        (0..<4).map(images.source.location)
          == ["/a/1.jpg", "/b/1.jpg", "/b/2.JPEG", "/c c/9.jpeg"].map { folder.path + $0 })
    }
  }

  @Test(arguments: [("train", "val"), ("Train", "Validation"), ("training", "valid")])
  func trainAndValAreADivision(training: String, validation: String) throws {
    try touch("\(training)/a/1.jpg", "\(training)/b/1.jpg", "\(training)/b/2.jpg", "test/a/5.jpg")
    try touch("\(validation)/b/1.jpg", "\(validation)/a/1.jpg")
    let (images, classes) = try open()
    #expect(classes.names == ["a", "b"])
    #expect(
      images.identifiers
        == ["\(training)/a/1", "\(training)/b/1", "\(training)/b/2", "\(validation)/a/1", "\(validation)/b/1"])
    #expect(images.labels == [0, 1, 1, 0, 1] && images.validation == [3, 4])
    let split = try images.splitOfEveryClass(validationFraction: 0.5, seed: 1)
    #expect(split == Split(training: [0, 1, 2], validation: [3, 4]))
    #expect(try images.split(validationFraction: 0.5, seed: 1) == split)
  }

  /// As where only the images to validate on were copied.
  @Test func onePartOfADivisionIsADataSet() throws {
    try touch("val/a/1.jpg", "val/b/1.jpg", "test/7.jpg")
    let (images, classes) = try open()
    #expect(images.identifiers == ["val/a/1", "val/b/1"] && images.validation == nil && classes.names == ["a", "b"])
    try touch("kinds/val/a/1.jpg", "kinds/other/1.jpg")
    expectError("/kinds/val", "holds no JPEG or PNG file; there are some one level down, in \(folder.path)/kinds/val/a")
    {
      try open("/kinds")
    }
  }

  @Test func trainWithoutValIsNoDivisionAndTrainsAreAClass() throws {
    try touch("train/a/1.jpg", "train/b/1.jpg")
    #expect(try open().images.identifiers == ["train/a/1", "train/b/1"])
    #expect(try open().images.validation == nil)
    try touch("vehicles/train/1.jpg", "vehicles/plane/1.jpg", "vehicles/val/1.jpg")
    #expect(try open("/vehicles").classes.names == ["plane", "train", "val"])
  }

  @Test func tinyImageNet() throws {
    try touch("train/n02/images/n02_0.JPEG", "train/n01/images/n01_0.JPEG", "train/n01/images/n01_1.JPEG")
    try touch("val/images/val_0.JPEG", "val/images/val_1.JPEG", "test/images/test_0.JPEG")
    try folder.write(Array("n01_0.JPEG\t0\t0\t62\t62\n".utf8), to: "train/n01/n01_boxes.txt")
    try folder.write(Array("n01\tgoldfish, Carassius auratus\nn02\tbullfrog\nn03\tcat\n".utf8), to: "words.txt")
    let annotations = "val_0.JPEG\tn02\t0\t32\t44\t62\r\nval_1.JPEG\tn01\t52\t55\t57\t59\r\n"
    try folder.write(Array(annotations.utf8), to: "val/val_annotations.txt")
    let (images, classes) = try open()
    #expect(classes.names == ["n01", "n02"] && classes.titles == ["goldfish", "bullfrog"])
    #expect(
      images.identifiers == [
        "train/n01/images/n01_0", "train/n01/images/n01_1", "train/n02/images/n02_0", "val/images/val_0",
        "val/images/val_1",
      ])
    #expect(images.labels == [0, 0, 1, 1, 0] && images.validation == [3, 4])

    try touch("val/images/val_2.JPEG")
    expectError("/val/val_annotations.txt", "has no line for \(folder.path)/val/images/val_2.JPEG") { try open() }
    try folder.write(Array((annotations + "val_2.JPEG\tn09\n").utf8), to: "val/val_annotations.txt")
    expectError(
      "/val/images/val_2.JPEG", "belongs to the class n09, which has no images in \(folder.path)/train"
    ) { try open() }
  }

  @Test func stanfordDogs() throws {
    try touch("Images/n02085620-Chihuahua/n02085620_7.jpg", "Images/n02097658-silky_terrier/n02097658_26.jpg")
    try touch("Annotation/n02085620-Chihuahua/n02085620_7", "lists/train_list.mat")
    let (images, classes) = try open()
    #expect(classes.names == ["n02085620-Chihuahua", "n02097658-silky_terrier"])
    #expect(classes.titles == ["Chihuahua", "silky terrier"])
    #expect(images.identifiers.first == "Images/n02085620-Chihuahua/n02085620_7")
  }

  @Test func foldersThatAreNoClassesAreRefused() throws {
    expectError("", "expected a sub-folder for each of two or more classes, found none") { try open() }
    try touch("a/1.jpg")
    expectError("", "expected a sub-folder for each of two or more classes, found only a") { try open() }
    try touch("b/notes.txt")
    expectError("/b", "holds no JPEG or PNG file, but 1 text file (notes.txt)") { try open() }
    try touch("b/1.jpg", "b/1.jpeg")
    expectError("/b/1.jpg", "has the same identifier 1 as \(folder.path)/b/1.jpeg") { try open() }
    try touch("2.jpg")
    expectError("", "holds images itself; without labels, a sub-folder for each class is expected") { try open() }
    expectError("/absent", "cannot be read: no such file or directory") { try open("/absent") }
    try touch("set/train/a/1.jpg", "set/train/b/1.jpg", "set/val/c/1.jpg")
    expectError("/set/val/c/1.jpg", "belongs to the class c, which has no images in \(folder.path)/set/train") {
      try open("/set")
    }
  }

  @Test func anotherFolderToValidateOn() throws {
    try touch("train/b/1.jpg", "train/a/1.jpg", "other/b/1.jpg", "other/a/3.jpg", "bad/a/1.jpg", "bad/z/1.jpg")
    let (train, classes) = try open("/train")
    let images = try train.validated(onFolder: folder.path + "/other", classes: classes)
    #expect(images.identifiers == ["a/1", "b/1", "validation/a/3", "validation/b/1"])
    #expect(images.labels == [0, 1, 0, 1] && images.validation == [2, 3])
    try touch("divided/train/b/1.jpg", "divided/train/a/1.jpg", "divided/val/a/2.jpg")
    let divided = try open("/divided").images.validated(onFolder: folder.path + "/other", classes: classes)
    #expect(divided.identifiers == ["train/a/1", "train/b/1", "validation/a/3", "validation/b/1"])
    #expect(divided.labels == [0, 1, 0, 1] && divided.validation == [2, 3])
    expectError("/bad/z/1.jpg", "belongs to the class z, which has no images to train on") {
      try train.validated(onFolder: folder.path + "/bad", classes: classes)
    }
  }

  @Test func otherFilesAreCountedWhateverTheyAre() throws {
    try touch("a/1.jpg", "a/2.gif", "a/notes.txt", "b/1.jpg", "b/3.FITS", "b/4.fits.gz", "b/table.csv.gz", "5.tif")
    let (images, classes) = try open()
    #expect(images.source.skipped.count == 6)
    #expect(images.source.skipped.description == "5.tif, a/2.gif, a/notes.txt and 3 more")
    #expect(
      images.source.skippedDescription
        == "Not read: 2 FITS files (b/3.FITS, b/4.fits.gz), 1 GIF file (a/2.gif), 1 TIFF file (5.tif), "
        + "1 table (b/table.csv.gz), 1 text file (a/notes.txt).")
    try touch("set/train/a/images/1.jpg", "set/train/a/images/2.bmp", "set/train/b/1.jpg", "set/val/a/images/3.webp")
    try touch("set/val/a/images/2.jpg")
    #expect(try open("/set").images.source.skipped.first == ["train/a/images/2.bmp", "val/a/images/3.webp"])
    let other = try images.validated(onFolder: folder.path + "/set", classes: classes)
    #expect(other.source.skipped.count == 8)
    try touch("c/1.tif", "c/2.webp")
    expectError("/c", "holds no JPEG or PNG file, but 1 TIFF file (1.tif), 1 WebP file (2.webp)") { try open() }
  }

  @Test func filesOfBothFormatsAreRead() throws {
    try touch("train/b/1.PNG", "train/b/2.jpg", "train/a/images/1.png", "val/a/1.png", "val/b/7.jpeg")
    let (images, classes) = try open()
    #expect(images.identifiers == ["train/a/images/1", "train/b/1", "train/b/2", "val/a/1", "val/b/7"])
    #expect(classes.names == ["a", "b"] && images.labels == [0, 1, 1, 0, 1] && images.validation == [3, 4])
    #expect(images.source.fileName(of: 1) == "train/b/1.PNG" && images.source.skipped.isEmpty)
    #expect(try LabelledImages<Int>.hasClassFolders(path: folder.path))
    try touch("train/b/1.jpg")
    expectError("/train/b/1.jpg", "has the same identifier 1 as \(folder.path)/train/b/1.PNG") { try open() }
    try touch("montage.png")
    #expect(try !LabelledImages<Int>.hasClassFolders(path: folder.path))
    expectError("", "holds images itself; without labels, a sub-folder for each class is expected") { try open() }
  }

  /// In Unicode's eyes the two spellings of é are one text.
  @Test func namesAreTheirBytes() throws {
    let names = ["caf\u{e9}", "cafe\u{301}"]
    try #require(names[0] == names[1])
    for name in names { try touch("set/train/\(name)/\(name).jpg", "set/val/\(name)/1.jpg") }
    let (images, classes) = try open("/set")
    #expect(images.count == 4 && images.validation == [2, 3])
    #expect(classes.names.map { $0.utf8.count } == [6, 5] && images.labels == [0, 1, 0, 1])
    #expect(classes == LabelNames(names: classes.names))
    #expect(classes != LabelNames(names: classes.names.reversed()))
    #expect(try images.positions(of: images.identifiers.reversed()) == [3, 2, 1, 0])
    let split = try images.selecting([0, 1]).split(validationFraction: 0.5, seed: 0)
    #expect(Set(split.training + split.validation) == [0, 1])
    try touch("flat/\(names[0]).jpg", "flat/\(names[1]).jpg")
    #expect(try ImageSource(path: folder.path + "/flat").count == 2)
  }

  @Test func sourcesMayLieInClassFolders() throws {
    try touch("one/a/1.jpg", "two/a/1.jpg", "two/b/2.jpg", "flat/1.jpg")
    func identifiers(_ name: String) throws -> [String] {
      try ImageSource(path: folder.path + name, allowingClassFolders: true).identifiers
    }
    #expect(try identifiers("/one") == ["a/1"])
    #expect(try identifiers("/two") == ["a/1", "b/2"])
    #expect(try identifiers("/flat") == ["1"])
  }

  @Test func cacheKeepsTheClasses() throws {
    for (index, name) in ["a/1", "a/2", "b/1", "b/2"].enumerated() {
      try folder.write(JPEG.encode(spot(brightness: 100 + 20 * index)), to: "images/\(name).jpg")
    }
    let (images, classes) = try open("/images")
    let small = Preprocessing(crop: .whole, width: 8, height: 8, grayscale: false)
    _ = try ImageCache.write(
      images, classes: classes, folder: folder.path + "/images", preprocessing: small, to: folder.path + "/cache")
    let (packed, packedClasses) = try open("/cache")
    #expect(packedClasses == classes && packed.identifiers == images.identifiers && packed.labels == [0, 0, 1, 1])
    #expect(packed.selecting([3, 0]).identifiers == ["b/2", "a/1"] && packed.selecting([3, 0]).labels == [1, 0])
    #expect(try LabelledImages<Int>.hasClassFolders(path: folder.path + "/cache"))
    expectError("/images", "cannot be combined with a cache; make one of a folder with train and val in it") {
      try packed.validated(onFolder: folder.path + "/images", classes: classes)
    }
    _ = try ImageCache.write(
      images.source, folder: folder.path + "/images", preprocessing: small, to: folder.path + "/cache")
    #expect(try !LabelledImages<Int>.hasClassFolders(path: folder.path + "/cache"))
    expectError("/cache", "holds images without classes; labels must be given") { try open("/cache") }
  }

  @Test(.enabled(if: testData != nil, "GALAXY_TEST_DATA is not set"))
  func imagenetteAndGalaxiesOfFiveClasses() throws {
    let data = try #require(testData)
    let (imagenette, classes) = try LabelledImages.classFolders(path: data + "/imagenette-80")
    #expect(classes.count == 10 && imagenette.count == 9469 + 2925)
    #expect(imagenette.validation?.count == 2925)
    // Some are grey and are read as colour.
    let indices = Array(stride(from: 0, to: imagenette.count, by: 10))
    let loaded = try imagenette.source.load(
      indices,
      preprocessing: Preprocessing(crop: .center(width: 64, height: 64), width: 64, height: 64, grayscale: false))
    let store = loaded.batches.store
    #expect(loaded.failures.isEmpty && loaded.batches.count == indices.count && store.channels == 3)
    let isGrey = loaded.batches.indices.map { index in
      let pixels = store.image(at: index).pixels
      let starts = stride(from: 0, to: pixels.count, by: 3)
      return starts.allSatisfy { pixels[$0] == pixels[$0 + 1] } && starts.allSatisfy { pixels[$0] == pixels[$0 + 2] }
    }
    #expect(isGrey.contains(true) && isGrey.contains(false))

    let (galaxies, kinds) = try LabelledImages.classColumn(
      images: data + "/galaxy-zoo-class5/images", labels: data + "/galaxy-zoo-class5/labels.csv", column: "class5")
    #expect(galaxies.count == 5500 && kinds.names == ["0", "1", "2", "3", "4"])
  }
}
