// Runs that are resumed: with their data elsewhere, with other data, with files that do not belong together.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite(.serialized) struct ResumedRunTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  @Test func bestOfAResumedRunKnowsTheNewLength() throws {
    try small.folder.write(SmallRun.afterOneEpoch.get().inFolder("run"))
    try small.pointConfigurationHere("run")
    _ = try TrainingRun(resuming: small.runFolder("run"), epochs: 2)
    #expect(try TrainedNetwork(path: small.runFolder("run").best).recipe.epochs == 2)
    #expect(try small.runFolder("run").readConfiguration().recipe.epochs == 2)
  }

  @Test func aRunGoesOnWithDataThatHaveMoved() throws {
    let whole = try small.train("whole", epochs: 2)
    try small.train("run", epochs: 1)
    try FileManager.default.moveItem(atPath: small.images, toPath: small.folder.path("moved"))
    try FileManager.default.moveItem(atPath: small.labels, toPath: small.folder.path("moved.csv"))
    #expect(message { try small.resume("run", epochs: 2) }?.contains("cannot be read") == true)
    let moved = DataLocations(images: small.folder.path("moved"), labels: small.folder.path("moved.csv"))
    var run = try TrainingRun(resuming: small.runFolder("run"), epochs: 2, locations: moved)
    try run.finish()
    let files = try small.folder.files(in: "run")
    #expect(files["last.safetensors"] == whole["last.safetensors"])
    #expect(try small.runFolder("run").readConfiguration().data.images == moved.images)
    // From now on it knows where they are.
    #expect(try TrainingRun(resuming: small.runFolder("run")).epoch == 2)
  }

  @Test func otherDataThanThoseOfTheRunAreNamed() throws {
    try small.train("run", epochs: 1)
    let text = String(decoding: try small.folder.bytes("solutions.csv"), as: UTF8.self)
    func failure(_ locations: DataLocations) -> String? {
      message { _ = try TrainingRun(resuming: small.runFolder("run"), epochs: 2, locations: locations) }
    }
    // Another vote for two galaxies.
    var lines = text.split(separator: "\n").map(String.init)
    for row in [2, 5] {
      var fields = lines[row].split(separator: ",").map(String.init)
      fields[1] = fields[1] == "0.5" ? "0.25" : "0.5"
      lines[row] = fields.joined(separator: ",")
    }
    let changed = try small.folder.write(lines.joined(separator: "\n") + "\n", to: "changed.csv")
    let problem = try #require(failure(DataLocations(labels: changed)))
    #expect(problem.hasPrefix("2 labels differ from what the run was begun with: "))
    #expect(problem.contains("100002") && problem.contains("100005"))
    // Also where nobody says that anything has moved.
    try small.folder.write(lines.joined(separator: "\n") + "\n", to: "solutions.csv")
    #expect(failure(DataLocations()) == problem)
    try small.folder.write(text, to: "solutions.csv")
    #expect(
      failure(DataLocations(validationImages: "x")) == "x: the run was begun without a folder of validation images")
    try small.folder.write(try small.folder.bytes("images/100001.jpg"), to: "few/100001.jpg")
    #expect(
      failure(DataLocations(images: small.folder.path("few")))?
        .hasPrefix("the run was made with images that are not there any more or have no label: ") == true)
    // Checkpoints of earlier versions do not know their labels.
    var contents = try SafeTensors(path: small.runFolder("run").last)
    contents.metadata["labelDigests"] = nil
    try contents.write(to: small.runFolder("run").last)
    #expect(failure(DataLocations()) == nil)
  }

  @Test func resumeRefusesChangedDataAndFiles() throws {
    let run = try SmallRun.afterOneEpoch.get()
    func failure(epochs: Int? = 2, _ change: () throws -> Void) throws -> String? {
      try SyntheticGalaxies.write(to: small.folder)
      try small.folder.write(run.inFolder("run"))
      try small.pointConfigurationHere("run")
      try change()
      let before = try small.folder.files(in: "run")
      defer { #expect((try? small.folder.files(in: "run")) == before) }
      return message { try small.resume("run", epochs: epochs) }
    }
    let path = small.folder.path("run")
    #expect(
      try failure { try small.folder.remove("images/100002.jpg") }
        == "the run was made with images that are not there any more or have no label: 100002")
    #expect(
      try failure { try small.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100002.jpg") }?
        .hasPrefix("\(small.images)/100002.jpg: is a damaged JPEG") == true)
    #expect(try failure(epochs: 0) {} == "\(path): is at epoch 1 already, beyond the 0 asked for")
    #expect(
      try failure {
        try small.folder.write(try #require(run["last.safetensors"]).dropLast(), to: "run/last.safetensors")
      }?
      .hasPrefix("\(path)/last.safetensors: is no usable checkpoint: it ends within") == true)
    #expect(
      try failure { try small.folder.remove("run/last.safetensors") }
        == "\(path)/last.safetensors: cannot be read: no such file or directory")
    #expect(
      try failure { try small.folder.write(try #require(run["best.safetensors"]), to: "run/last.safetensors") }?
        .hasSuffix("so that no run can go on from it") == true)
    #expect(
      try failure { try small.folder.remove("run/best.safetensors") }
        == "\(path)/best.safetensors: cannot be read: no such file or directory")
    #expect(
      try failure { try small.folder.write("epoch\n", to: "run/history.csv") }?
        .hasPrefix("\(path)/history.csv: line 1: expected the header") == true)
    #expect(
      try failure { try small.folder.write("{", to: "run/config.yaml") }?
        .hasPrefix("\(path)/config.yaml: is no configuration of a run: ") == true)
    #expect(
      try failure {
        let text = String(decoding: try small.folder.bytes("run/config.yaml"), as: UTF8.self)
        try small.folder.write(text.replacing("batchSize: 5", with: "batchSize: many"), to: "run/config.yaml")
      }?.hasPrefix("\(path)/config.yaml: is no configuration of a run: recipe.batchSize: ") == true)
    #expect(
      try failure {
        let text = String(decoding: try small.folder.bytes("run/config.yaml"), as: UTF8.self)
        try small.folder.write(text.replacing("seed: 0", with: "seed: 1"), to: "run/config.yaml")
      } == "\(path)/config.yaml: does not belong to \(path)/last.safetensors: their recipes differ")
  }
}

extension SmallRun {
  /// Makes the configuration of a run that was copied from elsewhere name the galaxies of this folder.
  fileprivate func pointConfigurationHere(_ name: String) throws {
    let text = String(decoding: try folder.bytes("\(name)/config.yaml"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("images: ") ? "images: \(images)" : line.hasPrefix("labels: ") ? "labels: \(labels)" : String(line)
    }
    try folder.write(lines.joined(separator: "\n"), to: "\(name)/config.yaml")
  }
}

extension [String: Data] {
  fileprivate func inFolder(_ name: String) -> [String: Data] {
    Dictionary(uniqueKeysWithValues: map { ("\(name)/\($0.key)", $0.value) })
  }
}
