// Counted votes: read, learned, expected.
import DataFiles
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import ImageModels
import TestSupport
import Tensors
import Testing
import Training

@Suite(.serialized) struct VoteCountsTests {
  private static let tree = """
    name: A small survey
    questions:
      - title: shape
        answers:
          - {column: smooth, title: smooth}
          - {column: disk, title: disk, next: bar}
      - title: bar
        parent: disk
        answers:
          - {column: bar_yes, title: "yes"}
          - {column: bar_no, title: "no"}
    """

  /// The counts of galaxy `index`; every third is smooth to everybody.
  private static func counts(_ index: Int) -> [Int] {
    index % 3 == 0 ? [20, 0, 0, 0] : [8, 32, 24, 8]
  }

  private let folder: TemporaryFolder
  private let data: DataSet

  init() throws {
    folder = try TemporaryFolder()
    let survey = try SyntheticGalaxies.write(to: folder)
    var rows = ["id,smooth,disk,bar_yes,bar_no,ra"]
    for (index, identifier) in SyntheticGalaxies.identifiers.enumerated() {
      let cells = Self.counts(index).map { $0 == 0 ? "" : "\($0)" }
      rows.append("\(identifier),\(cells.joined(separator: ",")),12.5")
    }
    data = DataSet(
      images: survey.images, labels: try folder.write(rows.joined(separator: "\n"), to: "votes.csv"),
      tree: try folder.write(Self.tree, to: "tree.yaml"))
  }

  private func train(epochs: Int = 2, _ name: String = "run") throws -> TrainedNetwork {
    var recipe = try Recipe(network: "hildebrandt")
    recipe.setTask(VoteCounts.self)
    recipe.epochs = epochs
    recipe.batchSize = 4
    var run = try TrainingRun(
      RunConfiguration(data: data, recipe: recipe), in: RunFolder(path: folder.path(name)), overwriting: false)
    try run.finish()
    return try TrainedNetwork(path: folder.path(name))
  }

  @Test func columnsAreReadInTheTreesOrder() throws {
    let (task, images) = try VoteCounts.read(data)
    #expect(task.outputs.names == ["smooth", "disk", "bar_yes", "bar_no"])
    #expect(images.count == SyntheticGalaxies.count)
    #expect(images.labels == (0..<images.count).map { Self.counts($0).map(Float.init) })
  }

  @Test func aRunIsTrainedEvaluatedAndPredictedWith() throws {
    let trained = try train()
    guard case .concentrations(let hierarchy) = trained.recipe.options.output else {
      Issue.record("the network puts out \(trained.recipe.options.output)")
      return
    }
    #expect(hierarchy.questions == [.init(answers: 2), .init(answers: 2, parent: 1)])
    // The tree is in the checkpoint: its file need not be there.
    try FileManager.default.removeItem(atPath: folder.path("tree.yaml"))
    var labelled = data
    labelled.tree = nil
    let evaluation = try trained.evaluate(on: labelled, subset: .all)
    let scores = try #require(evaluation.scores as? VoteCountScores)
    #expect(scores.count == SyntheticGalaxies.count && scores.rmse > 0 && scores.rmse < 1)
    #expect(scores.questions.map(\.count) == [12, 8])

    let summary = try trained.predict(images: data.images, to: folder.path("predicted.csv"))
    #expect(summary.count == SyntheticGalaxies.count)
    let lines = String(decoding: try folder.bytes("predicted.csv"), as: UTF8.self).split(separator: "\n")
    #expect(
      lines[0] == "id,smooth_fraction,smooth_low,smooth_high,disk_fraction,disk_low,disk_high,bar_yes_fraction,"
        + "bar_yes_low,bar_yes_high,bar_no_fraction,bar_no_low,bar_no_high,smooth_concentration,disk_concentration,"
        + "bar_yes_concentration,bar_no_concentration")
    for line in lines.dropFirst() {
      let numbers = line.split(separator: ",").dropFirst().compactMap { Double($0) }
      #expect(numbers.count == 16)
      #expect(abs(numbers[12] / (numbers[12] + numbers[13]) - numbers[0]) < 1e-6)
      for start in stride(from: 0, to: 12, by: 3) {
        #expect(numbers[start + 1] < numbers[start] && numbers[start] < numbers[start + 2])
      }
      #expect(abs(numbers[0] + numbers[3] - 1) < 2e-6 && abs(numbers[6] + numbers[9] - 1) < 2e-6)
    }
  }

  @Test func aRunInTwoGoesEndsWithTheBytesOfOne() throws {
    _ = try train(epochs: 2, "whole")
    _ = try train(epochs: 1, "resumed")
    var run = try TrainingRun(resuming: RunFolder(path: folder.path("resumed")), epochs: 2)
    try run.finish()
    #expect(try folder.bytes("resumed/last.safetensors") == folder.bytes("whole/last.safetensors"))
  }

  @Test func whatIsNoCountIsNamed() throws {
    var broken = data
    broken.labels = try folder.write("id,smooth,disk,bar_yes,bar_no\n100008,3,-4,0,0\n", to: "negative.csv")
    #expect {
      try VoteCounts.read(broken)
    } throws: {
      "\($0)".hasSuffix("negative.csv: 100008: disk must count votes, zero or more, found -4.0")
    }
    broken.labels = try folder.write("id,smooth,disk,bar_yes,bar_no\n100008,0.25,0.75,0.5,0.25\n", to: "fractions.csv")
    #expect {
      try VoteCounts.read(broken)
    } throws: {
      "\($0)".contains("expected counts of votes, found no number above 0.75: fractions?")
    }
    broken.labels = try folder.write("id,smooth,disk,bar_yes\n100008,2,7,3\n", to: "short.csv")
    #expect {
      try VoteCounts.read(broken)
    } throws: {
      "\($0)".contains("has no column bar_no, only id, smooth, disk, bar_yes")
    }
  }

  @Test func anotherTreeIsRefused() throws {
    let trained = try train(epochs: 1)
    var other = data
    other.tree = try folder.write(
      Self.tree.replacingOccurrences(of: "name: A small survey", with: "name: Another"), to: "other.yaml")
    #expect {
      try trained.evaluate(on: other, subset: .all)
    } throws: {
      "\($0)".hasSuffix("other.yaml: is another decision tree than the network was trained with")
    }
  }
}
