// Images that are decoded again and again are those that stay in memory.
import DataFiles
import Foundation
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct StreamedPixelsTests {
  private let folder: TemporaryFolder
  private let source: ImageSource
  private let preprocessing = Preprocessing(crop: .whole, width: 16, height: 16, grayscale: false)
  private let augmentation = Augmentation(flipsHorizontally: true, rotation: 40, shift: 2, brightness: 0.1)

  /// Nine spots, of which the second and the eighth are damaged.
  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<9 {
      let bytes = JPEG.encode(spot(brightness: 80 + 15 * index))
      try folder.write([1, 7].contains(index) ? Array(bytes.prefix(100)) : bytes, to: "\(index).jpg")
    }
    source = try ImageSource(path: folder.path)
  }

  private func load(_ images: Int?) throws -> (batches: Batches, kept: [Int], failures: [ImageFailure]) {
    try source.load(
      Array(0..<9), preprocessing: preprocessing, augmentation: augmentation, seed: 3,
      pixelLimit: images.map { $0 * preprocessing.imageSize })
  }

  @Test(arguments: [0, 1, 2, 3, 8, 9]) func batchesAreTheSame(images: Int) throws {
    let (all, limited) = (try load(nil), try load(images))
    #expect(limited.kept == all.kept && limited.kept.count == 7)
    #expect(limited.batches.identifiers == all.batches.identifiers)
    #expect(limited.failures.map { "\($0)" } == all.failures.map { "\($0)" })
    let chosen = [6, 0, 3, 1]
    let (whole, part) = (all.batches.selecting(chosen), limited.batches.selecting(chosen))
    for (positions, epoch) in [([0, 1, 2, 3], nil), ([2, 0], 1), ([2, 0], 2), ([3], nil)] as [([Int], Int?)] {
      let (fetched, places) = try part.fetching(positions)
      #expect(fetched.input(places, epoch: epoch) == whole.input(positions, epoch: epoch))
    }
  }

  /// No more than the limit and a batch is in memory.
  @Test func aFewImagesAreKept() throws {
    let (batches, _, _) = try load(3)
    // The first three are there without their files, the others are not.
    try FileManager.default.removeItem(atPath: folder.path)
    #expect(try batches.fetching([0, 1]).batches.count == 2)
    let error = #expect(throws: FileError.self) { try batches.fetching([0, 5]) }
    #expect(error.map { "\($0)" }?.hasPrefix("\(folder.path)/6.jpg: cannot be read") == true)
  }

  @Test func aFileThatHasChangedIsNamed() throws {
    let (batches, _, _) = try load(2)
    try folder.write(JPEG.encode(spot(brightness: 250)), to: "6.jpg")
    let error = #expect(throws: FileError.self) { try batches.fetching([5]) }
    #expect(error.map { "\($0)" } == "\(folder.path)/6.jpg: has changed since it was first read")
  }
}
