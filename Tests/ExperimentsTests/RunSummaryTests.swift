// Runs as their folders tell of them, and side by side.
import Experiments
import Foundation
import NeuralNetwork
import Reports
import TestSupport
import Testing
import Training

@Suite(.serialized) struct RunSummaryTests {
  @Test func foldersSayWhatTheirRunsAre() throws {
    let small = try SmallRun()
    try small.train("runs/whole", epochs: 2)
    try small.train("runs/early", epochs: 9) {
      $0.schedule = .plateau(factor: 0.5, patience: 1)
      $0.earlyStopping = .init(patience: 1, minimumDelta: 10)
    }
    try small.folder.write("mine", to: "runs/other/notes.txt")
    try small.folder.write("epochs: many", to: "runs/broken/config.yaml")
    // Held by this process as long as the run is there; a lock that another process holds is told in galaxyTests.
    do {
      var stopped = try TrainingRun(
        try small.configuration(epochs: 3), in: small.runFolder("runs/part"), overwriting: false)
      #expect(try stopped.finish(stoppingWhen: { true }) == .stopped)
      #expect(try RunSummary(small.runFolder("runs/part")).state == .running)
      withExtendedLifetime(stopped) {}
    }
    let (runs, others) = try RunSummary.all(in: small.folder.path("runs"))
    #expect(runs.map(\.name) == ["early", "part", "whole"])
    #expect(runs.map(\.state) == [.finished, .resumable, .finished])
    #expect(runs.map(\.history.count) == [2, 0, 2])
    #expect(others.map(\.name) == ["broken", "other"] && others[1].problem == "has no config.yaml")
    let whole = runs[2]
    let best = try #require(whole.history.min { $0.validation["loss"] ?? 0 < $1.validation["loss"] ?? 0 })
    #expect(whole.best?.epoch == best.epoch && whole.bestScore?.value == best.validation["rmse"])
    #expect(whole.seconds == whole.history.reduce(0) { $0 + $1.seconds })
    // A run is a list of one.
    #expect(try RunSummary.all(in: small.folder.path("runs/whole")).runs.map(\.name) == ["whole"])

    let comparison = RunComparison(runs, others: others)
    #expect(comparison.rows.map { $0[0] } == ["early", "part", "whole"])
    #expect(comparison.rows[2][2] == String(format: "RMSE %.5f", try #require(best.validation["rmse"])))
    #expect(comparison.rows[1][2...6] == ["–", "–", "0 of 3", "0.0 s", "resumable"])
    let differing = comparison.differences
    #expect(differing.map(\.label) == ["learning-rate schedule", "early stopping", "epochs"])
    #expect(differing.last?.values == ["9", "3", "2"])
    let page = try parseMarkup(comparison.page.html())
    #expect(page.all("h2").map(\.text) == ["Runs", "Curves", "Settings that differ", "Folders that are no runs"])
    // Two runs have lines, over epochs and over time; that of one without an epoch is none.
    #expect(page.all("polyline").count == 4)
  }
}
