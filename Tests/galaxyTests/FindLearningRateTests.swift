// galaxy find-learning-rate.
import Foundation
import TestSupport
import Testing

@Suite struct FindLearningRateTests {
  private struct Found: Decodable {
    struct Point: Decodable { let rate, loss, smoothedLoss: Double }
    let suggestion: Double?
    let points: [Point]
  }

  private let place: Workplace
  private let find =
    ["find-learning-rate"] + Workplace.trainingArguments.dropFirst() + ["--batch-size", "5", "--steps", "24"]

  init() throws { place = try Workplace.withGalaxies() }

  @Test func aPageIsAllThatIsWritten() throws {
    let before = try place.folder.files()
    let result = try place.galaxy(find + ["--from", "1e-5", "--to", "0.1", "--json", "--output", "rates.html"])
    #expect(result.status == 0, "\(result.errors)")
    let found = try result.json(Found.self)
    #expect(found.points.count > 10 && found.points[0].rate == 1e-5)
    var after = try place.folder.files()
    let written = after.removeValue(forKey: "rates.html")
    let page = try parseMarkup(String(decoding: try #require(written), as: UTF8.self))
    #expect(page.all("h1").map(\.text) == ["hildebrandt"] && page.all("polyline").count == 2)
    #expect(after == before)
    // The same again, on any number of threads.
    let again = try place.galaxy(find + ["--from", "1e-5", "--to", "0.1", "--json", "--threads", "1"])
    #expect(again.output == result.output)
    #expect(try place.folder.files().count == before.count + 1)
  }

  @Test func senselessRangesAreRefused() throws {
    try place.expectUsageError(["find-learning-rate"], "missing --network, --images")
    try place.expectUsageError(
      find + ["--from", "1", "--to", "0.1"], "--from and --to must be positive and ascending, found 1.0 and 0.1")
    try place.expectUsageError(
      find + ["--from", "-1"], "--from and --to must be positive and ascending, found -1.0 and 1.0")
    try place.expectUsageError(find + ["--steps=3"], "--steps must be from 20 to 100000, found 3")
  }
}
