// Galaxies of a folder, joined with their rows.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing

@Suite struct VoteFractionsTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  @Test func partialJoinIsReported() throws {
    try small.folder.remove("images/100004.jpg")
    try small.folder.write(small.folder.bytes("images/100001.jpg"), to: "images/7.jpg")
    let list = try VoteFractions().read(small.data)
    #expect(list.identifiers == SyntheticGalaxies.identifiers.filter { $0 != "100004" })
    #expect(list.report?.rowsWithoutImage.first == ["100004"])
    #expect(list.report?.imagesWithoutRow.first == ["7"])
  }

  @Test func labelsAreTheRowsOfTheCatalogue() throws {
    let sample = try VoteFractions().read(small.data).sampled(5, seed: 1)
    let catalogue = try Catalogue(path: small.labels)
    #expect(sample.count == 5)
    for (name, label) in zip(sample.identifiers, sample.labels) {
      let row = try #require(catalogue.ids.firstIndex { "\($0)" == name })
      #expect(label == Array(catalogue.row(row)))
    }
  }

  @Test func dataOfOtherTasksAreRefused() throws {
    func problem(_ change: (inout DataSet) -> Void) throws -> String? {
      var data = small.data
      change(&data)
      return message { _ = try VoteFractions().read(data) }
    }
    #expect(try problem { _ in } == nil)
    #expect(try problem { $0.labels = nil } == "regression needs a file of labels with the 37 vote fractions")
    #expect(
      try problem { $0.classColumn = "Class1.1" }
        == "a column of classes is for classification, not for the 37 vote fractions")
    #expect(
      try problem { $0.validationImages = "other" }
        == "a folder of images to validate on is for classification: its sub-folders are the classes")
  }
}
