// The configuration of a run reads well and comes back as it was.
import Experiments
import Foundation
import TestSupport
import Testing
import Training

@Suite struct RunFolderTests {
  /// Paths that look like numbers, like YAML or like nothing else must come back as they were.
  @Test(arguments: ["survey/1e1", "survey/ 2e-1", "a: 1e5", "- x", "#1", "'quoted\"", "galaxies été", "null"])
  func configurationComesBack(name: String) throws {
    let small = try SmallRun()
    let images = try small.folder.files(in: "images")
    for (file, bytes) in images { try small.folder.write(bytes, to: "\(name)/\(file)") }
    var configuration = try small.configuration(epochs: 0) {
      $0.learningRate = 1e-5
      $0.limit = 7
      $0.seed = .max
    }
    configuration.data.images = small.folder.path(name)
    _ = try TrainingRun(configuration, in: small.runFolder("run"), overwriting: false)
    #expect(try small.runFolder("run").readConfiguration() == configuration)
  }

  @Test func numbersAreWrittenAsPeopleWriteThem() throws {
    let small = try SmallRun()
    try small.train("run", epochs: 0)
    let lines = String(decoding: try small.folder.bytes("run/config.yaml"), as: UTF8.self).split(separator: "\n")
    for line in ["  learningRate: 0.001", "  validationFraction: 0.2", "    rotation: 0.3", "  network: hildebrandt"] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
  }

  @Test func placeThatCannotHoldARunIsRefusedBeforeImagesAreRead() throws {
    let small = try SmallRun()
    let inFile = RunFolder(path: small.labels + "/run")
    var events = 0
    let failure = message {
      _ = try TrainingRun(try small.configuration(epochs: 0), in: inFile, overwriting: false) { event in
        if case .progress = event { events += 1 }
      }
    }
    #expect(failure == "\(inFile.path): cannot be made: not a directory")
    #expect(events == 0)
  }
}
