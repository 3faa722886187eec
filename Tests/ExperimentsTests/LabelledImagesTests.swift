// Galaxies of a folder: joined with their rows, sampled, selected.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Tensors
import Testing

@Suite struct LabelledImagesTests {
  private let folder: TemporaryFolder
  private let images: String
  private let labels: String

  init() throws {
    folder = try TemporaryFolder()
    (images, labels) = try SyntheticGalaxies.write(to: folder)
  }

  private func list() throws -> LabelledImages { try LabelledImages(images: images, labels: labels) }

  @Test func partialJoinIsReported() throws {
    try folder.remove("images/100004.jpg")
    try folder.write(folder.bytes("images/100001.jpg"), to: "images/7.jpg")
    let list = try list()
    #expect(list.identifiers == SyntheticGalaxies.identifiers.filter { $0 != "100004" })
    #expect(list.report?.rowsWithoutImage.first == ["100004"])
    #expect(list.report?.imagesWithoutRow.first == ["7"])
  }

  @Test func sampleIsSeededAndKeepsTheOrder() throws {
    let list = try list()
    let sample = list.sampled(5, seed: 1)
    let names = sample.identifiers
    #expect(names.count == 5)
    #expect(names == names.sorted())
    #expect(list.sampled(5, seed: 1).identifiers == sample.identifiers)
    #expect((2..<10).contains { list.sampled(5, seed: $0).identifiers != sample.identifiers })
    #expect(list.sampled(nil, seed: 1).count == 12)
    #expect(list.sampled(99, seed: 1).count == 12)
    let catalogue = try Catalogue(path: labels)
    for (index, name) in names.enumerated() {
      let row = try #require(catalogue.ids.firstIndex { "\($0)" == name })
      #expect(sample.row(index) == catalogue.row(row)[...])
    }
  }

  @Test func unreadableImagesTakeTheirRowsWithThem() throws {
    try folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100002.jpg")
    let list = try list()
    let data = try PreparedImages(list, preprocessing: Recipe(network: "hildebrandt").preprocessing)
    #expect(data.identifiers == SyntheticGalaxies.identifiers.filter { $0 != "100002" })
    #expect(Array(data.row(0)) == Array(list.row(0)))
    #expect(Array(data.row(1)) == Array(list.row(2)))
    #expect(data.input([0, 3]).shape.dimensions == [2, 150, 150, 1])
  }

  @Test func unreadableImagesTakeTheirClassesWithThem() throws {
    let squares = try ColoredSquares.write(2, to: "squares", in: folder)
    try folder.write(ColoredSquares.jpeg(of: "green", number: 0).prefix(200), to: "squares/green/0.jpg")
    let list = try LabelledImages(ClassifiedImages(path: squares))
    #expect(list.summary == "6 images in 3 classes." && list.targets.outputs.names == ColoredSquares.classes)
    let preprocessing = Preprocessing(crop: .whole, width: 8, height: 8, grayscale: false)
    let data = try PreparedImages(list, preprocessing: preprocessing)
    #expect(data.identifiers == ["blue/0", "blue/1", "green/1", "red/0", "red/1"])
    guard case .classes(let classes) = data.targets else { return #expect(Bool(false), "found fractions") }
    #expect(classes.labels == [0, 0, 1, 2, 2])
    // The brightest channel of each picture is that of its class.
    let pixels = data.input(Array(0..<5)).scalars
    let means = (0..<5).map { image in
      (0..<3).map { channel in
        stride(from: channel, to: 192, by: 3).reduce(Float(0)) { $0 + pixels[image * 192 + $1] }
      }
    }
    #expect(means.map { $0.firstIndex(of: $0.max() ?? 0) } == [2, 2, 1, 0, 0])
  }

  @Test func missingGalaxiesAreCounted() throws {
    let failure = message { _ = try list().selecting(identifiers: ["100001", "1", "2", "3", "4", "5"]) }
    #expect(failure == "the run was made with galaxies that have no image or no row any more: 1, 2, 3 and 2 more")
  }
}
