// Columns of numbers on the command line: trained, resumed, evaluated, predicted.
import Foundation
import TestSupport
import Testing

@Suite struct ColumnsTests {
  private let place: Workplace
  private let data = ["--images", "images", "--labels", "catalogue.csv"]
  private let targets = ["--targets", "size,redshift", "--id-column", "file"]

  init() throws {
    place = try Workplace.withGalaxies()
    let rows = SyntheticGalaxies.identifiers.enumerated().map { index, identifier in
      "object \(index),images/\(identifier).jpg,\(1000 + 10 * index),\(index % 4 == 3 ? "NaN" : "0.0\(index + 1)")\n"
    }
    try place.folder.write("name,file,size,redshift\n" + rows.joined(), to: "catalogue.csv")
  }

  private struct Scores: Decodable {
    struct Column: Decodable {
      let name: String
      let count: Int
      let rmse: Double
    }
    let count: Int
    let rmse: Double
    let columns: [Column]
  }

  @Test func trainsResumesEvaluatesAndPredicts() throws {
    let train = ["train", "--network", "hildebrandt", "--batch-size", "4"] + data + targets
    let whole = try place.galaxy(train + ["--output", "whole", "--epochs", "2"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.errorLines.first == "12 rows with an image.")
    #expect(whole.errorLines.contains { $0.hasPrefix("best validation RMSE ") })
    let first = try place.galaxy(train + ["--output", "parts", "--epochs", "2", "--time-limit", "0.001s"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(try place.galaxy(["train", "--resume", "parts"]).status == 0)
    for name in ["best.safetensors", "last.safetensors"] {
      #expect(try place.folder.bytes("parts/\(name)") == place.folder.bytes("whole/\(name)"), "\(name)")
    }
    // The checkpoint knows its columns.
    let evaluation = try place.galaxy(["evaluate", "--checkpoint", "whole", "--json"] + data)
    #expect(evaluation.status == 0, "\(evaluation.errors)")
    let scores = try evaluation.json(Scores.self)
    #expect(scores.count == 12 && scores.columns.map(\.name) == ["size", "redshift"])
    #expect(scores.columns.map(\.count) == [12, 9])
    let predicted = try place.galaxy(["predict", "--checkpoint", "whole", "--images", "images", "--output", "p.csv"])
    #expect(predicted.errors == "12 images in p.csv\n")
    let rows = try place.rows(of: "p.csv")
    #expect(rows[0] == ["file", "size", "redshift"] && rows.count == 13)
    // In the columns' own units, not in deviations from their means.
    let sizes = rows.dropFirst().compactMap { Double($0[1]) }
    #expect(sizes.count == 12 && sizes.allSatisfy { $0 > 500 && $0 < 1700 })
  }

  @Test func whatIsMissingIsNamed() throws {
    let train = ["train", "--network", "hildebrandt", "--output", "run"] + data
    try place.expectFailure(
      train + ["--targets", "size,mass"],
      "\(place.folder.path("catalogue.csv")): line 1: has no column mass, only name, file, size, redshift")
    try place.expectUsageError(
      ["train", "--network", "hildebrandt", "--output", "run", "--images", "images", "--targets", "size"],
      "--targets names a column of --labels, which is missing")
    try place.expectUsageError(
      train + ["--targets", "size,size"], "--targets: expected different columns separated by commas, found size,size")
    try place.expectFailure(
      train + ["--targets", "size", "--loss", "cross-entropy"],
      "the loss cross-entropy does not suit columns of numbers, which take mse")
  }
}
