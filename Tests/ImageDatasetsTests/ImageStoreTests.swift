import DataFiles
import ImageDatasets
import Images
import Tensors
import Testing

@Suite(.serialized) struct ImageStoreTests {
  static let small = Preprocessing(crop: .whole, width: 16, height: 12, grayscale: false)

  static func numbers(
    _ store: ImageStore, _ batch: [Int], _ augmentation: Augmentation, seed: UInt64 = 1, epoch: Int = 0
  ) -> [Float] {
    var output = [Float](repeating: .nan, count: batch.count * store.imageSize)
    output.withUnsafeMutableBufferPointer {
      store.fill(batch, augmentation: augmentation, seed: seed, epoch: epoch, into: $0)
    }
    return output
  }

  @Test func badFilesAreLeftOutAndNamed() throws {
    let folder = try TemporaryFolder()
    let good = JPEG.encode(spot(brightness: 200))
    try folder.write([], to: "1.jpg")
    try folder.write(good, to: "2.jpg")
    try folder.write(Array(good.dropLast(40)), to: "3.jpg")
    try folder.write(JPEG.encode(spot(brightness: 120)), to: "4.jpg")
    try folder.write(Array("GIF89a".utf8), to: "5.jpg")
    let files = try ImageFolder(path: folder.path).images + [ImageFile(identifier: "6", path: folder.path + "/6.jpg")]
    var told: [Int] = []
    let (store, kept, failures) = try ImageStore.load(files, preprocessing: Self.small) { told.append($0) }
    #expect(told == [6] && kept == [1, 3])
    #expect(store.identifiers == ["2", "4"] && store.count == 2)
    #expect(store.image(at: 0) == (try Self.small.apply(path: folder.path + "/2.jpg")))
    #expect(store.image(at: 1) == (try Self.small.apply(path: folder.path + "/4.jpg")))
    #expect(
      failures.map { "\($0.identifier) \($0)" } == [
        "1 \(folder.path)/1.jpg: is empty, expected a JPEG or PNG",
        "3 \(folder.path)/3.jpg: is a damaged JPEG: Premature end of JPEG file",
        "5 \(folder.path)/5.jpg: is neither a JPEG nor a PNG, it looks like a GIF",
        "6 \(folder.path)/6.jpg: cannot be read: no such file or directory",
      ])
  }

  @Test func progressCountsAllFiles() throws {
    let files = (0..<600).map { ImageFile(identifier: "\($0)", path: "/nowhere/\($0).jpg") }
    var told: [Int] = []
    let (store, kept, failures) = try ImageStore.load(files, preprocessing: Self.small) { told.append($0) }
    #expect(told == told.sorted() && told.count > 1 && told.last == 600)
    #expect(store.count == 0 && kept.isEmpty && failures.map(\.identifier) == files.map(\.identifier))
  }

  /// Seven spots of different brightness.
  private func spots(_ preprocessing: Preprocessing = small) throws -> ImageStore {
    let folder = try TemporaryFolder()
    for index in 0..<7 { try folder.write(JPEG.encode(spot(brightness: 80 + 20 * index)), to: "\(index).jpg") }
    return try ImageStore.load(try ImageFolder(path: folder.path).images, preprocessing: preprocessing).store
  }

  @Test func scaleIsThatOfThePreprocessing() throws {
    var unscaled = Self.small
    unscaled.scale = .levels
    let (unit, levels) = (try spots(), try spots(unscaled))
    for augmentation in [Augmentation.none, AugmentationTests.everything] {
      let (numbers, large) = (Self.numbers(unit, [2, 5], augmentation), Self.numbers(levels, [2, 5], augmentation))
      #expect(zip(numbers, large).allSatisfy { abs(255 * $0 - $1) < 1e-3 })
    }
    #expect(Self.numbers(levels, [3], .none) == levels.image(at: 3).pixels.map(Float.init))
  }

  @Test func brightnessAndColourMoveWholeChannels() throws {
    let store = try spots()
    let before = Self.numbers(store, [3], .none)
    let axis = Augmentation.ColorAxis(red: 0.2, green: -0.1, blue: 0.05)
    let coloured = Self.numbers(store, [3], Augmentation(colorAxis: axis))
    let brighter = Self.numbers(store, [3], Augmentation(brightness: 0.3))
    let moved = (0..<3).map { coloured[$0] - before[$0] }
    #expect(abs(moved[0]) > 1e-3)
    #expect(abs(moved[1] + moved[0] / 2) < 1e-5 && abs(moved[2] - moved[0] / 4) < 1e-5)
    #expect(coloured.indices.allSatisfy { abs(coloured[$0] - before[$0] - moved[$0 % 3]) < 1e-4 })
    let step = brighter[0] - before[0]
    #expect(abs(step) > 1e-3 && abs(step) <= 0.3)
    #expect(zip(brighter, before).allSatisfy { abs($0 - $1 - step) < 1e-4 })
  }

  @Test func withoutAugmentationNumbersAreLevels() throws {
    let store = try spots()
    let numbers = Self.numbers(store, [4, 1], .none)
    let levels = store.image(at: 4).pixels + store.image(at: 1).pixels
    #expect(zip(numbers, levels).allSatisfy { abs($0 - Float($1) / 255) < 1e-7 })
    #expect(levels.max() ?? 0 > 100)
    // The warp of a variation too small to see agrees with the straight way.
    let almost = Self.numbers(store, [4, 1], Augmentation(zoom: 1e-7))
    #expect(zip(numbers, almost).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func contrastKeepsTheMeanOfEveryChannel() throws {
    let store = try spots()
    let augmentation = Augmentation(contrast: 0.5)
    for index in 0..<store.count {
      let factor = augmentation.draw(seed: 1, epoch: 0, identifier: store.identifiers[index]).contrast
      let (before, after) = (Self.numbers(store, [index], .none), Self.numbers(store, [index], augmentation))
      for channel in 0..<3 {
        let indices = Array(stride(from: channel, to: before.count, by: 3))
        let mean = indices.reduce(0) { $0 + before[$1] } / Float(indices.count)
        #expect(indices.allSatisfy { abs(after[$0] - (mean + factor * (before[$0] - mean))) < 1e-4 })
      }
    }
  }

  @Test func variationsDependNeitherOnBatchNorThreads() throws {
    let store = try spots()
    let augmentation = AugmentationTests.everything
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    Parallel.setThreadCount(1)
    let all = Self.numbers(store, Array(0..<7), augmentation, seed: 2, epoch: 3)
    for count in [2, 3, 5] {
      Parallel.setThreadCount(count)
      #expect(Self.numbers(store, Array(0..<7), augmentation, seed: 2, epoch: 3) == all)
    }
    let size = store.imageSize
    #expect(
      Self.numbers(store, [5, 2], augmentation, seed: 2, epoch: 3)
        == Array(all[5 * size..<6 * size] + all[2 * size..<3 * size]))
    #expect(Self.numbers(store, [5], augmentation, seed: 2, epoch: 4) != Array(all[5 * size..<6 * size]))
    #expect(Self.numbers(store, [5], augmentation, seed: 3, epoch: 3) != Array(all[5 * size..<6 * size]))
  }

  @Test func imagesFromMemoryAreThoseOfFiles() throws {
    let folder = try TemporaryFolder()
    let names = ["a", "b", "c"]
    for (index, name) in names.enumerated() {
      try folder.write(JPEG.encode(spot(brightness: 100 + 40 * index)), to: name + ".jpg")
    }
    let files = try ImageFolder(path: folder.path).images
    let images = try files.map { try Image.decode(path: $0.path, as: .rgb) }
    for crop in [Crop.whole, .regionOfInterest, .center(width: 20, height: 30)] {
      let preprocessing = Preprocessing(crop: crop, width: 16, height: 12, grayscale: false, scale: .signed)
      let store = try ImageStore.load(files, preprocessing: preprocessing).store
      let memory = try ImageStore(images: images, identifiers: names, preprocessing: preprocessing)
      let augmentation = AugmentationTests.everything
      #expect(memory.identifiers == names && (0..<3).allSatisfy { memory.image(at: $0) == store.image(at: $0) })
      let input = memory.input([2, 0], augmentation: augmentation, seed: 4, epoch: 2)
      #expect(input.shape.dimensions == [2, 12, 16, 3])
      #expect(input.scalars == Self.numbers(store, [2, 0], augmentation, seed: 4, epoch: 2))
      #expect(try preprocessing.input(of: images).scalars == Self.numbers(store, [0, 1, 2], .none))
    }
  }

  @Test func greyImagesFromMemoryServeNetworksOfColour() throws {
    let grey = Image(width: 2, height: 1, channels: 1, pixels: [0, 255])
    let preprocessing = Preprocessing(crop: .whole, width: 2, height: 1, grayscale: false)
    #expect(try preprocessing.input(of: [grey, grey]).scalars == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
  }

  @Test func imagesTooSmallAreNamed() throws {
    let preprocessing = Preprocessing(crop: .center(width: 60, height: 40), width: 6, height: 4, grayscale: true)
    let small = Image(width: 8, height: 8, channels: 1, pixels: [UInt8](repeating: 0, count: 64))
    let problem = "is 8 × 8 pixels, too small for the central 60 × 40"
    #expect(throws: FileError(path: "image 1", problem: problem)) {
      try preprocessing.input(of: [spot(brightness: 90), small, small])
    }
    #expect(throws: FileError(path: "dwarf", problem: problem)) {
      try ImageStore(images: [small], identifiers: ["dwarf"], preprocessing: preprocessing)
    }
  }

  @Test(.enabled(if: realImages != nil, "GALAXY_TEST_DATA is not set"))
  func realGalaxiesLoadTheSameOnAnyNumberOfThreads() throws {
    let files = try ImageFolder(path: #require(realImages)).images
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    Parallel.setThreadCount(1)
    let alone = try ImageStore.load(Array(files.prefix(100)), preprocessing: PreprocessingTests.hildebrandt).store
    Parallel.setThreadCount(3)
    let (store, _, failures) = try ImageStore.load(files, preprocessing: PreprocessingTests.hildebrandt)
    #expect(store.count == 500 && failures.isEmpty && store.imageSize == 150 * 150)
    #expect((0..<100).allSatisfy { store.image(at: $0) == alone.image(at: $0) })
    let levels = (0..<500).flatMap { store.image(at: $0).pixels }
    let mean = levels.reduce(0) { $0 + Double($1) } / Double(levels.count)
    #expect((15...80).contains(mean))
  }
}
