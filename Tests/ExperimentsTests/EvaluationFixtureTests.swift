// Scores, intervals and calibration against numpy's.
import Experiments
import Foundation
import GalaxyZoo
import TestSupport
import Testing

/// What `Scripts/fixtures/evaluation.py` computed.
private struct Reference: Decodable {
  struct Percentiles: Decodable {
    let lower: Double
    let upper: Double
    let deviation: Double
  }

  let votes: [[Float]]
  let first: [[Float]]
  let second: [[Float]]
  let rmse: Double
  let perQuestion: [Double]
  let explainedVariance: [Double]
  let calibration: [[Double]]
  let intervals: [String: Percentiles]
  let difference: Double
  let correlation: Double
  let correlation5: Double
  let rmseDifference: Double
  let rmseDifferenceInterval: Percentiles
  let wilson: [[Double]]
}

@Suite struct EvaluationFixtureTests {
  private let reference: Reference
  private let folder: TemporaryFolder

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "evaluation", withExtension: "json", subdirectory: "Fixtures"))
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    folder = try TemporaryFolder()
    for (name, rows) in [("votes", reference.votes), ("first", reference.first), ("second", reference.second)] {
      let lines = rows.enumerated().map { index, row in "\(index + 1)," + row.map { "\($0)" }.joined(separator: ",") }
      let header = (["GalaxyID"] + DecisionTree.columnNames).joined(separator: ",")
      try folder.write(([header] + lines).joined(separator: "\n") + "\n", to: "\(name).csv")
    }
  }

  private func analysis() throws -> FractionAnalysis {
    let (answers, _) = try LabelledAnswers.reading(
      predictions: folder.path("first.csv"), labels: DataSet(images: "", labels: folder.path("votes.csv")))
    return try #require(answers.analysis() as? FractionAnalysis)
  }

  /// A thousand samples place a percentile within a tenth of a deviation or so.
  private func agrees(_ interval: Interval?, _ expected: Reference.Percentiles?) -> Bool {
    guard let interval, let expected else { return false }
    return abs(interval.lower - expected.lower) < 0.35 * expected.deviation
      && abs(interval.upper - expected.upper) < 0.35 * expected.deviation
  }

  @Test func scoresAreNumpys() throws {
    let found = try analysis()
    #expect(found.scores.count == 60 && abs(found.scores.rmse - reference.rmse) < 1e-6)
    for (value, expected) in zip(found.scores.perQuestion, reference.perQuestion) {
      #expect(abs(value - expected) < 1e-6)
    }
    for (value, expected) in zip(found.explainedVariance, reference.explainedVariance) {
      #expect(abs((value ?? .nan) - expected) < 1e-5)
    }
    let bins = found.calibration.filter { $0.count > 0 }
    #expect(bins.count == reference.calibration.count)
    for (bin, expected) in zip(bins, reference.calibration) {
      #expect(Double(bin.count) == expected[0])
      #expect(abs((bin.predicted ?? 0) - expected[1]) < 1e-6 && abs((bin.observed ?? 0) - expected[2]) < 1e-6)
    }
  }

  @Test func intervalsAreNumpys() throws {
    let found = try analysis()
    #expect(agrees(found.interval, reference.intervals["rmse"]))
    #expect(agrees(found.questionIntervals[4], reference.intervals["question5"]))
    #expect(agrees(found.answerIntervals[0], reference.intervals["answer0"]))
    for row in reference.wilson {
      let interval = Interval(hits: Int(row[0]), trials: Int(row[1]))
      #expect(abs(interval.lower - row[2]) < 1e-9 && abs(interval.upper - row[3]) < 1e-9, "\(row)")
    }
  }

  @Test func comparisonIsNumpys() throws {
    let found = try PredictionComparison(
      folder.path("first.csv"), folder.path("second.csv"), labels: folder.path("votes.csv"))
    #expect(found.count == 60 && found.rows.count == 12 && found.rows[5].name == "5 bulge")
    #expect(abs(found.rows[0].difference - reference.difference) < 1e-6)
    #expect(abs((found.rows[0].correlation ?? 0) - reference.correlation) < 1e-6)
    #expect(abs((found.rows[5].correlation ?? 0) - reference.correlation5) < 1e-6)
    #expect(abs((found.rows[0].rmse?[0] ?? 0) - reference.rmse) < 1e-6)
    #expect(abs((found.rows[0].rmseDifference ?? 0) - reference.rmseDifference) < 1e-6)
    #expect(agrees(found.rows[0].interval, reference.rmseDifferenceInterval))
    #expect(found.lines().last == "A is better: the interval of A - B in all does not hold 0.")
  }

  @Test func tableComparedWithItselfDiffersByNothing() throws {
    let first = folder.path("first.csv")
    let found = try PredictionComparison(first, first, labels: folder.path("votes.csv"))
    #expect(found.rows.allSatisfy { $0.difference == 0 && abs(($0.correlation ?? 0) - 1) < 1e-12 })
    #expect(found.rows.allSatisfy { $0.interval == Interval(lower: 0, upper: 0) })
    #expect(found.lines().last?.hasSuffix("the difference may be noise.") == true)
  }

  /// The same galaxies, whatever the order of the rows; others are left over and named.
  @Test func rowsAreJoinedByName() throws {
    let text = String(decoding: try folder.bytes("second.csv"), as: UTF8.self).split(separator: "\n").map(String.init)
    let shuffled = [text[0]] + text[2...].reversed() + ["99" + text[5].drop { $0 != "," }]
    try folder.write(shuffled.joined(separator: "\n"), to: "shuffled.csv")
    let plain = try PredictionComparison(folder.path("first.csv"), folder.path("second.csv"))
    let found = try PredictionComparison(folder.path("first.csv"), folder.path("shuffled.csv"))
    #expect(found.count == 59 && abs(found.rows[0].difference - plain.rows[0].difference) < 2e-3)
    #expect(
      "\(found.report)" == "59 images in both tables. Only in \(folder.path("first.csv")): 1 row (1). Only in "
        + "\(folder.path("shuffled.csv")): 1 row (99).")
    try folder.write("GalaxyID,Class1.1\n7000,0.5\n", to: "other.csv")
    #expect(
      message { _ = try PredictionComparison(folder.path("first.csv"), folder.path("other.csv")) }
        == "\(folder.path("first.csv")): has no image in common with \(folder.path("other.csv")): 60 rows (such as 1), 1 row "
        + "(such as 7000)")
  }
}
