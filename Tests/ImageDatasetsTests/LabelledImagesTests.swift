// Lists of images with labels of any kind: chosen from, sampled, divided, loaded.
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct LabelledImagesTests {
  private func list<Label>(_ labels: [Label], validation: [Int]? = nil) -> LabelledImages<Label> {
    let files = labels.indices.map { ImageFile(identifier: "\($0)", path: "/nowhere/\($0).jpg") }
    return LabelledImages(
      source: ImageSource(files: files.reversed()), indices: labels.indices.reversed(), labels: labels,
      validation: validation)
  }

  @Test func choosingKeepsLabelsWithImages() {
    let list = list(["zero", "one", "two", "three"], validation: [3, 1])
    #expect(list.identifiers == ["0", "1", "2", "3"] && list.validation == [1, 3])
    let chosen = list.selecting([3, 0, 2])
    #expect(chosen.identifiers == ["3", "0", "2"] && chosen.labels == ["three", "zero", "two"])
    #expect(chosen.indices == [0, 3, 1] && chosen.validation == [0])
    let lengths = chosen.mapLabels(\.count)
    #expect(lengths.labels == [5, 4, 3] && lengths.identifiers == chosen.identifiers && lengths.validation == [0])
  }

  @Test func anEmptiedDivisionIsNone() throws {
    let list = list(Array(repeating: 0, count: 10) + Array(repeating: 1, count: 10), validation: [0, 1])
    #expect(try list.ownSplit() == Split(Array(list.identifiers), validation: [0, 1]))
    let rest = list.selecting(Array(2..<20))
    #expect(rest.validation == nil && self.list([1], validation: []).validation == nil)
    #expect(try rest.ownSplit() == nil)
    let drawn = try rest.splitOfEveryClass(validationFraction: 0.25, seed: 3)
    #expect(drawn.validation.count { rest.labels[$0] == 0 } == 2 && drawn.validation.count == 5)
    #expect(
      try rest.split(validationFraction: 0.25, seed: 3) == Split(rest.identifiers, validationFraction: 0.25, seed: 3))
    let error = SplitError(count: 2, reason: .nothingToTrainOn)
    #expect(throws: error) { try list.selecting([1, 0]).split(validationFraction: 0.5, seed: 1) }
    #expect("\(error)" == "the data set's own division leaves no image to train on: all 2 are for validation")
  }

  /// Recorded when lists held galaxies alone.
  @Test(
    arguments: [
      (0, [0, 4, 8, 13, 14, 15]), (1, [2, 3, 4, 7, 8, 15]), (7, [4, 9, 12, 15, 16, 18]),
    ] as [(UInt64, [Int])])
  func samplesAreThoseOfEarlierRuns(seed: UInt64, expected: [Int]) {
    let list = list(Array(0..<20))
    #expect(list.sampled(6, seed: seed).labels == expected)
    #expect(list.sampled(nil, seed: seed).count == 20 && list.sampled(99, seed: seed).count == 20)
  }

  @Test func positionsAreInTheOrderAskedFor() throws {
    let list = list(["a", "b", "c"])
    #expect(try list.positions(of: ["2", "0"]) == [2, 0])
    let error = MissingImagesError(identifiers: ["7", "8", "9", "10"])
    #expect(throws: error) { try list.positions(of: ["7", "1", "8", "9", "10"]) }
    #expect(
      "\(error)" == "the run was made with images that are not there any more or have no label: 7, 8, 9 and 1 more")
  }

  /// The brightness of every image is its label; two of the six cannot be read.
  @Test func unreadableImagesTakeTheirLabelsWithThem() throws {
    let folder = try TemporaryFolder()
    let levels = [40, 80, 120, 160, 200, 240]
    for (index, level) in levels.enumerated() {
      let image = Image(width: 8, height: 8, channels: 1, pixels: [UInt8](repeating: UInt8(level), count: 64))
      try folder.write(index == 1 || index == 4 ? [0xFF] : JPEG.encode(image, quality: 100), to: "\(index).jpg")
    }
    let order = [5, 4, 3, 2, 1, 0]
    let list = LabelledImages(
      source: try ImageSource(path: folder.path), indices: order, labels: order.map { [Float(levels[$0])] },
      validation: [1, 2, 5])
    let preprocessing = Preprocessing(crop: .whole, width: 1, height: 1, grayscale: true, scale: .levels)
    var told: [[Int]] = []
    let (images, batches, failures) = try list.load(preprocessing: preprocessing) { told.append([$0, $1]) }
    #expect(told == [[0, 6], [6, 6]])
    #expect(failures.map(\.identifier) == ["4", "1"] && images.validation == [1, 3])
    #expect(images.identifiers == ["5", "3", "2", "0"] && batches.identifiers == images.identifiers)
    #expect(images.labels == [[240], [160], [120], [40]])
    let numbers = batches.input(Array(0..<4)).scalars
    #expect(zip(numbers, images.labels).allSatisfy { abs($0 - $1[0]) <= 1 })
  }

  @Test func whereNoImageCanBeReadTheFirstErrorIsThrown() throws {
    let error = #expect(throws: (any Error).self) { try list([1, 2]).load(preprocessing: ImageStoreTests.small) }
    #expect(error.map { "\($0)" } == "/nowhere/0.jpg: cannot be read: no such file or directory")
  }
}
