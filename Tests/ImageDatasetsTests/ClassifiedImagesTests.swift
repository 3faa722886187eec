import DataFiles
import Foundation
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct ClassifiedImagesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func touch(_ names: String...) throws {
    for name in names { try folder.write([1], to: name) }
  }

  private func expectError(
    _ path: String, _ problem: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> ClassifiedImages
  ) {
    #expect(throws: FileError(path: folder.path + path, problem: problem), sourceLocation: sourceLocation) {
      try body()
    }
  }

  private func open(_ name: String = "") throws -> ClassifiedImages { try ClassifiedImages(path: folder.path + name) }

  @Test func subFoldersAreClasses() throws {
    try touch(
      "b/1.jpg", "b/2.JPEG", "a/1.jpg", "c c/9.jpeg", "a/notes.txt", "readme.md", "__MACOSX/x/1.jpg", ".git/y/1.jpg")
    for name in ["", "/"] {
      let images = try open(name)
      #expect(images.classes.names == ["a", "b", "c c"] && images.classes.titles == images.classes.names)
      #expect(images.identifiers == ["a/1", "b/1", "b/2", "c c/9"])
      #expect(images.classes.labels == [0, 1, 1, 2] && images.classes.validation == nil)
      guard case .files(let files) = images.source else { throw CancellationError() }
      #expect(files.map(\.path) == ["/a/1.jpg", "/b/1.jpg", "/b/2.JPEG", "/c c/9.jpeg"].map { folder.path + $0 })
    }
  }

  @Test(arguments: [("train", "val"), ("Train", "Validation"), ("training", "valid")])
  func trainAndValAreADivision(training: String, validation: String) throws {
    try touch("\(training)/a/1.jpg", "\(training)/b/1.jpg", "\(training)/b/2.jpg", "test/a/5.jpg")
    try touch("\(validation)/b/1.jpg", "\(validation)/a/1.jpg")
    let images = try open()
    #expect(images.classes.names == ["a", "b"])
    #expect(
      images.identifiers
        == ["\(training)/a/1", "\(training)/b/1", "\(training)/b/2", "\(validation)/a/1", "\(validation)/b/1"])
    #expect(images.classes.labels == [0, 1, 1, 0, 1] && images.classes.validation == [3, 4])
    let split = try images.split(validationFraction: 0.5, random: RandomSource(seed: 1))
    #expect(split.training == Array(images.identifiers[..<3]) && split.validation == Array(images.identifiers[3...]))
  }

  @Test func trainWithoutValIsNoDivisionAndTrainsAreAClass() throws {
    try touch("train/a/1.jpg", "train/b/1.jpg")
    #expect(try open().identifiers == ["train/a/1", "train/b/1"])
    #expect(try open().classes.validation == nil)
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
    let images = try open()
    #expect(images.classes.names == ["n01", "n02"] && images.classes.titles == ["goldfish", "bullfrog"])
    #expect(
      images.identifiers == [
        "train/n01/images/n01_0", "train/n01/images/n01_1", "train/n02/images/n02_0", "val/images/val_0",
        "val/images/val_1",
      ])
    #expect(images.classes.labels == [0, 0, 1, 1, 0] && images.classes.validation == [3, 4])

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
    let images = try open()
    #expect(images.classes.names == ["n02085620-Chihuahua", "n02097658-silky_terrier"])
    #expect(images.classes.titles == ["Chihuahua", "silky terrier"])
    #expect(images.identifiers.first == "Images/n02085620-Chihuahua/n02085620_7")
  }

  @Test func foldersThatAreNoClassesAreRefused() throws {
    expectError("", "expected a sub-folder for each of two or more classes, found none") { try open() }
    try touch("a/1.jpg")
    expectError("", "expected a sub-folder for each of two or more classes, found only a") { try open() }
    try touch("b/notes.txt")
    expectError("/b", "holds no JPEG file") { try open() }
    try touch("b/1.jpg", "b/1.jpeg")
    expectError("/b/1.jpg", "has the same identifier 1 as \(folder.path)/b/1.jpeg") { try open() }
    try touch("2.jpg")
    expectError("", "holds JPEG files itself; without labels, a sub-folder for each class is expected") { try open() }
    expectError("/absent", "cannot be read: no such file or directory") { try open("/absent") }
    try touch("set/train/a/1.jpg", "set/train/b/1.jpg", "set/val/c/1.jpg")
    expectError("/set/val/c/1.jpg", "belongs to the class c, which has no images in \(folder.path)/set/train") {
      try open("/set")
    }
  }

  @Test func anotherFolderToValidateOn() throws {
    try touch("train/b/1.jpg", "train/a/1.jpg", "other/b/1.jpg", "other/a/3.jpg", "bad/a/1.jpg", "bad/z/1.jpg")
    let images = try open("/train").validated(onFolder: folder.path + "/other")
    #expect(images.identifiers == ["a/1", "b/1", "validation/a/3", "validation/b/1"])
    #expect(images.classes.labels == [0, 1, 0, 1] && images.classes.validation == [2, 3])
    try touch("divided/train/b/1.jpg", "divided/train/a/1.jpg", "divided/val/a/2.jpg")
    let divided = try open("/divided").validated(onFolder: folder.path + "/other")
    #expect(divided.identifiers == ["train/a/1", "train/b/1", "validation/a/3", "validation/b/1"])
    #expect(divided.classes.labels == [0, 1, 0, 1] && divided.classes.validation == [2, 3])
    expectError("/bad/z/1.jpg", "belongs to the class z, which has no images to train on") {
      try open("/train").validated(onFolder: folder.path + "/bad")
    }
  }

  @Test func columnOfACSVFile() throws {
    try touch("images/100.jpg", "images/101.jpg", "images/102.jpg", "images/7.jpg", "images/8.jpg")
    let images = folder.path + "/images"
    try folder.write(
      Array("GalaxyID,spiral,class\n102,1,10\n100,0,9\n101,1,10\n999,0,2\n8,0,2\n".utf8), to: "labels.csv")
    let labels = folder.path + "/labels.csv"
    let classified = try ClassifiedImages(images: images, labels: labels, classColumn: "class")
    #expect(classified.identifiers == ["100", "101", "102", "8"])
    #expect(classified.classes.names == ["2", "9", "10"] && classified.classes.labels == [1, 2, 2, 0])
    let split = try classified.split(validationFraction: 0.5, random: RandomSource(seed: 1))
    #expect(split.validation.count == 1 && split.training.count == 3)
    #expect(Set(["101", "102"]).contains(split.validation[0]))

    expectError("/labels.csv", "line 1: has no column colour, only GalaxyID, spiral, class") {
      try ClassifiedImages(images: images, labels: labels, classColumn: "colour")
    }
    try folder.write(Array("file,kind\n100.jpg,star\n7.jpg,galaxy\n".utf8), to: "labels.csv")
    let named = try ClassifiedImages(images: images, labels: labels, classColumn: "kind")
    #expect(named.identifiers == ["100", "7"] && named.classes.names == ["galaxy", "star"])
    #expect(named.classes.labels == [1, 0])
  }

  @Test(arguments: [
    ("", "is empty"), ("id,kind\n", "holds a header but no rows"),
    ("id,kind\n100,a\n101,a\n", "expected two or more classes in kind, found only a"),
    ("id,kind\n5,a\n6,b\n", "no row has an image: 2 rows (such as 5), 2 images (such as 100)"),
    ("id,kind\n100,a\n101\n", "line 3: expected 2 fields, found 1"),
    ("id,kind\n100,a\n101,\n,b\n", "line 3: kind is empty (and 1 more bad row)"),
    ("id,kind\n100,a\n101,b\n100,b\n101,a\n,c\n", "line 4: image \"100\" is already on line 2 (and 2 more bad rows)"),
  ])
  func badTablesAreRefused(content: String, problem: String) throws {
    try touch("images/100.jpg", "images/101.jpg")
    try folder.write(Array(content.utf8), to: "labels.csv")
    expectError("/labels.csv", problem) {
      try ClassifiedImages(images: folder.path + "/images", labels: folder.path + "/labels.csv", classColumn: "kind")
    }
  }

  @Test func cacheKeepsTheClasses() throws {
    for (index, name) in ["a/1", "a/2", "b/1", "b/2"].enumerated() {
      try folder.write(JPEG.encode(spot(brightness: 100 + 20 * index)), to: "images/\(name).jpg")
    }
    let images = try open("/images")
    guard case .files(let files) = images.source else { throw CancellationError() }
    let small = Preprocessing(crop: .whole, width: 8, height: 8, grayscale: false)
    _ = try ImageCache.write(
      files, classes: images.classes, folder: folder.path + "/images", preprocessing: small, to: folder.path + "/cache")
    let packed = try open("/cache")
    #expect(packed.classes == images.classes && packed.identifiers == images.identifiers)
    #expect(
      packed.selecting([3, 0]).identifiers == ["b/2", "a/1"] && packed.selecting([3, 0]).classes.labels == [1, 0])
    expectError("/images", "cannot be combined with a cache; make one of a folder with train and val in it") {
      try packed.validated(onFolder: folder.path + "/images")
    }
    _ = try ImageCache.write(files, folder: folder.path + "/images", preprocessing: small, to: folder.path + "/cache")
    expectError("/cache", "holds images without classes; labels must be given") { try open("/cache") }
  }

  @Test(.enabled(if: testData != nil, "GALAXY_TEST_DATA is not set"))
  func imagenetteAndGalaxiesOfFiveClasses() throws {
    let data = try #require(testData)
    let imagenette = try ClassifiedImages(path: data + "/imagenette-80")
    #expect(imagenette.classes.names.count == 10 && imagenette.count == 9469 + 2925)
    #expect(imagenette.classes.validation?.count == 2925)
    // Some are grey and are read as colour.
    let places = Array(stride(from: 0, to: imagenette.count, by: 10))
    let loaded = try imagenette.source.load(
      places,
      preprocessing: Preprocessing(crop: .center(width: 64, height: 64), width: 64, height: 64, grayscale: false))
    #expect(loaded.store.failures.isEmpty && loaded.places.count == places.count && loaded.store.channels == 3)
    let isGrey = loaded.places.map { place in
      let pixels = loaded.store.image(at: place).pixels
      let starts = stride(from: 0, to: pixels.count, by: 3)
      return starts.allSatisfy { pixels[$0] == pixels[$0 + 1] } && starts.allSatisfy { pixels[$0] == pixels[$0 + 2] }
    }
    #expect(isGrey.contains(true) && isGrey.contains(false))

    let galaxies = try ClassifiedImages(
      images: data + "/galaxy-zoo-class5/images", labels: data + "/galaxy-zoo-class5/labels.csv", classColumn: "class5")
    #expect(galaxies.count == 5500 && galaxies.classes.names == ["0", "1", "2", "3", "4"])
  }
}
