// galaxy compare: two tables and the labels, joined by name.
import Foundation
import TestSupport
import Testing

@Suite struct CompareTests {
  private let place: Workplace

  private struct Comparison: Decodable {
    struct Row: Decodable {
      let name: String
      let difference: Double
      let correlation: Double?
      let rmse: [Double]?
      let interval: [Double]?
    }
    let count: Int
    let rows: [Row]
  }

  init() throws {
    place = try Workplace()
    // The errors of A are 0.1 and those of B 0.3, every time.
    var (a, b, labels) = ("id,size,x_spread,class\n", "id,size,class\n", "id,size\n")
    for index in 1...30 {
      let size = 0.01 * Double(index)
      a += "g\(index).jpg,\(size + 0.1),0.2,disk\n"
      b = "id,size,class\n" + "g\(index).jpg,\(size + 0.3),disk\n" + b.dropFirst("id,size,class\n".count)
      labels += "g\(index),\(size)\n"
    }
    try place.folder.write(a, to: "a.csv")
    try place.folder.write(b, to: "b.csv")
    try place.folder.write(labels + "more,1\n", to: "labels.csv")
  }

  @Test func columnsOfNumbersAreCompared() throws {
    let result = try place.galaxy(["compare", "a.csv", "b.csv", "--labels", "labels.csv", "--json"])
    #expect(result.status == 0)
    #expect(
      result.errorLines == [
        "30 images in both tables.", "30 images in both tables. Only in labels.csv: 1 row (more).",
      ])
    let found = try result.json(Comparison.self)
    #expect(found.count == 30 && found.rows.map(\.name) == ["all", "size"])
    for row in found.rows {
      #expect(abs(row.difference - 0.2) < 1e-6 && abs((row.correlation ?? 0) - 1) < 1e-6)
      let (rmse, interval) = (try #require(row.rmse), try #require(row.interval))
      #expect(abs(rmse[0] - 0.1) < 1e-6 && abs(rmse[1] - 0.3) < 1e-6)
      #expect(abs(interval[0] + 0.2) < 1e-6 && abs(interval[1] + 0.2) < 1e-6)
    }
    let text = try place.galaxy(["compare", "a.csv", "b.csv", "--labels", "labels.csv", "--threads", "1"])
    #expect(text.output.hasSuffix("A is better: the interval of A - B in all does not hold 0.\n"))
  }

  @Test func withoutLabelsNothingIsSaidOfErrors() throws {
    let result = try place.galaxy(["compare", "a.csv", "b.csv"])
    #expect(result.status == 0 && !result.output.contains("A - B"))
    let row = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("size ") })
    #expect(row.split(separator: " ") == ["size", "0.20000", "1.00000"])
  }

  @Test func whatCannotBeComparedIsNamed() throws {
    try place.folder.write("id,mass\ng1,2\n", to: "mass.csv")
    try place.expectFailure(
      ["compare", "a.csv", "mass.csv"], "a.csv: has no column of numbers in common with mass.csv")
    try place.folder.write("id,size\nother,2\n", to: "other.csv")
    try place.expectFailure(
      ["compare", "a.csv", "other.csv"],
      "a.csv: has no image in common with other.csv: 30 rows (such as g1.jpg), 1 row (such as other)")
    try place.expectFailure(["compare", "a.csv", "none.csv"], "none.csv: cannot be read: no such file or directory")
  }
}
