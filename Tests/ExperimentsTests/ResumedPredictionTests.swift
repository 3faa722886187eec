// A prediction that was killed goes on, and its table has the same bytes.
import Experiments
import Foundation
import ImageDatasets
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite struct ResumedPredictionTests {
  private let galaxies: SmallRun
  private let ensemble: Ensemble
  private let path: String

  init() throws {
    galaxies = try SmallRun()
    ensemble = try Ensemble([SmallRun.networkAfterOneEpoch()])
    path = galaxies.folder.path("p.csv")
    // One image that is named in the closing lines of either part.
    try galaxies.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100002.jpg")
  }

  private func options(resumes: Bool = false) -> PredictionOptions {
    var options = PredictionOptions(resumes: resumes)
    options.blockSize = 2
    options.saveInterval = .zero
    return options
  }

  /// Predicts all galaxies and returns what was on the disk after so many of them, as a killed program leaves it.
  private func filesAfter(_ count: Int) throws -> [String: Data] {
    var files: [String: Data] = [:]
    _ = try ensemble.predict(images: galaxies.images, to: .file(path), options()) { progress in
      guard progress.done == count else { return }
      for name in ["p.csv.partial", "p.csv.partial.json"] { files[name] = try? galaxies.folder.bytes(name) }
    }
    return files
  }

  @Test(arguments: [2, 4, 8, 10]) func resumedTableHasTheSameBytes(count: Int) throws {
    var files = try filesAfter(count)
    let whole = try galaxies.folder.bytes("p.csv")
    try galaxies.folder.remove("p.csv")
    #expect(files.count == 2)
    // Half a row came after the save.
    files["p.csv.partial"]?.append(Data("100099,0.12".utf8))
    try galaxies.folder.write(files)
    let summary = try ensemble.predict(images: galaxies.images, to: .file(path), options(resumes: true))
    #expect(try galaxies.folder.bytes("p.csv") == whole)
    #expect(summary.resumedCount == count && summary.count == 11)
    #expect(summary.failures.map(\.identifier) == ["100002"])
    #expect(try galaxies.folder.files()["p.csv.partial"] == nil && galaxies.folder.files()["p.csv.partial.json"] == nil)
  }

  @Test func whatHasChangedIsNamed() throws {
    try galaxies.folder.write(try filesAfter(4))
    try galaxies.folder.remove("p.csv")
    func problem(_ ensemble: Ensemble, _ change: (inout PredictionOptions) -> Void = { _ in }) -> String? {
      var options = options(resumes: true)
      change(&options)
      return message { _ = try ensemble.predict(images: galaxies.images, to: .file(path), options) }
    }
    func refusal(_ words: String) -> String {
      "\(path).partial: was begun with other \(words); remove it to begin anew"
    }
    var other = ensemble.members[0]
    other.network.initializeParameters(seed: 5)
    #expect(try problem(Ensemble([other])) == refusal("networks"))
    #expect(try problem(Ensemble([other, other])) == refusal("networks"))
    #expect(problem(ensemble) { $0.badImages = .mean } == refusal("settings"))
    try galaxies.folder.remove("images/100012.jpg")
    #expect(problem(ensemble) == refusal("images"))
    #expect(try galaxies.folder.files()["p.csv"] == nil)
  }

  @Test func nothingToResumeIsABeginning() throws {
    let summary = try ensemble.predict(images: galaxies.images, to: .file(path), options(resumes: true))
    #expect(summary.resumedCount == 0 && summary.count == 11)
  }
}
