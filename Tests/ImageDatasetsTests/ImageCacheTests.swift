import DataFiles
import Foundation
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct ImageCacheTests {
  private let folder: TemporaryFolder
  private let small = Preprocessing(crop: .whole, width: 16, height: 12, grayscale: false)
  private var path: String { folder.path + "/spots.cache" }
  private var images: String { folder.path + "/images" }

  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<5 {
      try folder.write(JPEG.encode(spot(brightness: 90 + 30 * index)), to: "images/\(index).jpg")
    }
  }

  @discardableResult private func write(
    _ labels: [Int]? = nil, validation: [Int]? = nil
  ) throws -> [ImageFailure] {
    let source = try ImageSource(path: images)
    guard let labels else {
      return try ImageCache.write(source, folder: images, preprocessing: small, to: path)
    }
    let list = LabelledImages(
      source: source, indices: Array(0..<source.count), labels: labels, validation: validation)
    return try ImageCache.write(
      list, classes: Self.classes, folder: images, preprocessing: small, to: path)
  }

  private static let classes = LabelNames(names: ["a", "b"], titles: ["A", "B"])

  private func expectError(_ problem: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(throws: FileError(path: path, problem: problem), sourceLocation: sourceLocation) {
      try ImageCache(path: path)
    }
  }

  @Test func holdsWhatDecodingGives() throws {
    #expect(try write().isEmpty)
    let cache = try ImageCache(path: path)
    let decoded = try ImageStore.load(try ImageFolder(path: images).images, preprocessing: small).store
    #expect(cache.identifiers == decoded.identifiers && cache.preprocessing == small)
    #expect(try !LabelledImages<Int>.hasClassFolders(path: path))
    let store = try cache.store(for: small)
    for index in 0..<5 {
      #expect(store.image(at: index) == decoded.image(at: index))
      #expect(cache.image(at: index) == decoded.image(at: index))
    }
    for augmentation in [Augmentation.none, AugmentationTests.everything] {
      #expect(
        ImageStoreTests.numbers(store, [4, 0, 2], augmentation)
          == ImageStoreTests.numbers(decoded, [4, 0, 2], augmentation))
    }
    // Equal images give equal files.
    let bytes = try readFile(path)
    try write()
    #expect(try readFile(path) == bytes)
  }

  @Test func unreadableImagesAreLeftOutWithTheirClasses() throws {
    try folder.write(Array("GIF89a".utf8), to: "images/1.jpg")
    let failures = try write([0, 0, 1, 1, 0], validation: [1, 3, 4])
    #expect(failures.map(\.identifier) == ["1"])
    #expect(failures.map(\.description) == ["\(images)/1.jpg: is neither a JPEG nor a PNG, it looks like a GIF"])
    let cache = try ImageCache(path: path)
    #expect(cache.identifiers == ["0", "2", "3", "4"])
    let (list, classes) = try LabelledImages.classFolders(path: path)
    #expect(classes == Self.classes && list.labels == [0, 1, 1, 0] && list.validation == [2, 3])
    #expect(try cache.image(at: 1) == small.apply(path: images + "/2.jpg"))
  }

  /// Byte for byte what the format says, from a folder that is gone.
  @Test(arguments: [#","validation":[1]"#, #","validation":[]"#, ""])
  func cachesOfEarlierVersionsOpen(validation: String) throws {
    let json =
      #"{"classes":{"labels":[1,0],"names":["a","b"],"titles":["A","B"]"# + validation
      + #"},"identifiers":["b/1","a/2"],"preprocessing":{"crop":"whole","filter":"area","grayscale":true,"height":1,"#
      + #""scale":"unit","width":2},"source":{"digest":"c0ffee","fileCount":2,"folder":"/nowhere/at/all"}}"#
    let magic = Array("galaxy images 1\n".utf8)
    let length = [UInt8(json.utf8.count % 256), UInt8(json.utf8.count / 256), 0, 0, 0, 0, 0, 0]
    try folder.write(
      magic + [UInt8](repeating: 0, count: 48) + [1, 2, 3, 4] + Array(json.utf8) + length + magic, to: "spots.cache")
    let (list, classes) = try LabelledImages.classFolders(path: path)
    #expect(list.identifiers == ["b/1", "a/2"] && list.labels == [1, 0] && classes == Self.classes)
    #expect(list.validation == (validation.contains("1") ? [1] : nil))
    let preprocessing = Preprocessing(crop: .whole, width: 2, height: 1, grayscale: true, scale: .levels)
    #expect(try list.load(preprocessing: preprocessing).batches.input([1, 0]).scalars == [3, 4, 1, 2])
  }

  @Test func descriptionKeepsItsKeys() throws {
    try write([0, 1, 0, 1, 0], validation: [4])
    let text = String(decoding: try readFile(path), as: UTF8.self)
    #expect(
      text.contains(#"{"classes":{"labels":[0,1,0,1,0],"names":["a","b"],"titles":["A","B"],"validation":[4]},"#))
    try write([0, 1, 0, 1, 0])
    let undivided = String(decoding: try readFile(path), as: UTF8.self)
    #expect(undivided.contains(#"{"classes":{"labels":[0,1,0,1,0],"names":["a","b"],"titles":["A","B"]},"#))
  }

  /// FNV-1a over names, sizes and times: caches of earlier versions, made of JPEG files, stay valid.
  @Test func sourceIsKnownByItsHash() throws {
    try write()
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in 0..<5 {
      var information = stat()
      #expect(stat("\(images)/\(index).jpg", &information) == 0)
      let time = information.st_mtim
      let entry = ["\(index).jpg", "\(information.st_size)", "\(time.tv_sec)", "\(time.tv_nsec)", ""]
      for byte in Array(entry.joined(separator: "\0").utf8) { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    }
    let text = String(decoding: try readFile(path), as: UTF8.self)
    let digest = String(hash, radix: 16)
    #expect(text.contains(#""source":{"digest":"\#(digest)","fileCount":5,"folder":"\#(images)"}"#))
  }

  @Test func someImagesArePacked() throws {
    _ = try ImageCache.write(
      ImageSource(path: images), indices: [3, 1], folder: images, preprocessing: small, to: path)
    let cache = try ImageCache(path: path)
    #expect(cache.identifiers == ["3", "1"])
    #expect(try cache.image(at: 0) == small.apply(path: images + "/3.jpg"))
    #expect(throws: FileError(path: images, problem: "is a cache already, expected a folder of images")) {
      try ImageCache.write(ImageSource(path: path), folder: images, preprocessing: small, to: path + "2")
    }
  }

  @Test func whereNoImageCanBeReadNothingIsWritten() throws {
    try folder.write(Array("precious".utf8), to: "spots.cache")
    for index in 0..<5 { try folder.write([], to: "images/\(index).jpg") }
    #expect(throws: FileError(path: images + "/0.jpg", problem: "is empty, expected a JPEG or PNG")) { try write() }
    #expect(try readFile(path) == Array("precious".utf8))
    #expect(try listFolder(folder.path) == ["images", "spots.cache"])
  }

  @Test func otherPreprocessingIsRefusedAndOtherScaleIsNot() throws {
    try write()
    let cache = try ImageCache(path: path)
    let problem = "holds other images than the network takes: size 16x12, expected 150x150; channels RGB, expected grey"
    var other = small
    (other.width, other.height, other.grayscale) = (150, 150, true)
    #expect(throws: FileError(path: path, problem: problem)) { try cache.store(for: other) }
    var unscaled = small
    unscaled.scale = .levels
    #expect(try cache.store(for: unscaled).preprocessing.scale == .levels)
  }

  @Test func changesOfTheSourceAreNoticed() throws {
    try write()
    let stale = "is out of date: \(images) has changed since"
    let again = "; galaxy preprocess makes it anew"
    let original = try readFile(images + "/3.jpg")

    try folder.write(original, to: "images/more/7.jpeg")
    expectError(stale + " (5 images then, 6 now)" + again)
    try FileManager.default.removeItem(atPath: images + "/more")
    _ = try ImageCache(path: path)

    try folder.write([1], to: "images/7.png")
    expectError(stale + " (5 images then, 6 now)" + again)
    try FileManager.default.removeItem(atPath: images + "/7.png")
    _ = try ImageCache(path: path)

    // Another size, and the same size at another time.
    let attributes = try FileManager.default.attributesOfItem(atPath: images + "/3.jpg")
    let date = try #require(attributes[.modificationDate] as? Date)
    try folder.write(original + [0], to: "images/3.jpg")
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: images + "/3.jpg")
    expectError(stale + again)
    try folder.write(original, to: "images/3.jpg")
    try FileManager.default.setAttributes(
      [.modificationDate: date.addingTimeInterval(-60)], ofItemAtPath: images + "/3.jpg")
    expectError(stale + again)

    // Another name.
    try write()
    try FileManager.default.moveItem(atPath: images + "/3.jpg", toPath: images + "/9.jpg")
    expectError(stale + again)

    // What is no image does not matter, and neither does a source that is gone.
    try write()
    try folder.write([1], to: "images/notes.txt")
    _ = try ImageCache(path: path)
    try FileManager.default.removeItem(atPath: images)
    #expect(try ImageCache(path: path).identifiers.count == 5)
  }

  @Test func everyTruncationAndForeignFilesAreRefused() throws {
    try write()
    let bytes = try readFile(path)
    let damaged = "is truncated or damaged; galaxy preprocess makes it anew"
    for length in Array(stride(from: 16, to: bytes.count, by: 97)) + [bytes.count - 1] {
      try folder.write(Array(bytes[..<length]), to: "spots.cache")
      expectError(damaged)
    }
    try folder.write(bytes + [0], to: "spots.cache")
    expectError(damaged)
    // A byte of pixels too many or too few.
    try folder.write(Array(bytes[..<64]) + bytes[65...], to: "spots.cache")
    expectError(damaged)

    let foreign = "is neither a folder of images nor a cache made by galaxy preprocess"
    for content in ["GalaxyID,Class1.1\n", "galaxy image", "galaxy imagesx1\n"] {
      try folder.write(Array(content.utf8), to: "spots.cache")
      expectError(foreign)
    }
    try folder.write(JPEG.encode(spot(brightness: 100)), to: "spots.cache")
    expectError(foreign)
    try folder.write(Array("galaxy images 12\n".utf8) + bytes[17...], to: "spots.cache")
    expectError("is a cache of format 12, expected 1; galaxy preprocess makes it anew")
    try folder.write([], to: "spots.cache")
    expectError("is empty")
  }

  @Test func damagedDescriptionsAreRefused() throws {
    try write([0, 1, 0, 1, 0])
    let bytes = try readFile(path)
    let end = bytes.count - 24
    let length = bytes[end..<end + 8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    let json = String(decoding: bytes[end - length..<end], as: UTF8.self)
    for (text, replacement) in [
      ("\"width\":16", "\"width\":61"), ("\"identifiers\":[\"0\"", "\"identifiers\":[\"1\""),
      ("\"labels\":[0", "\"labels\":[7"), ("\"titles\":[", "\"titles\":[\"C\","), ("\"labels\":[0,", "\"labels\":["),
      ("\"crop\"", "\"corp\""),
      ("{", "["),
    ] {
      let other = json.replacingOccurrences(of: text, with: replacement)
      #expect(other != json)
      let count = withUnsafeBytes(of: UInt64(other.utf8.count).littleEndian) { Array($0) }
      try folder.write(
        Array(bytes[..<(end - length)]) + Array(other.utf8) + count + bytes.suffix(16), to: "spots.cache")
      expectError("is truncated or damaged; galaxy preprocess makes it anew")
    }
    // A length beyond all bounds.
    try folder.write(Array(bytes[..<end]) + [UInt8](repeating: 255, count: 8) + bytes.suffix(16), to: "spots.cache")
    expectError("is truncated or damaged; galaxy preprocess makes it anew")
  }
}
