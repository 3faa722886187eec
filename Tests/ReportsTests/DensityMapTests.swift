// Predictions against the truth: points are in the cells where they belong.
import Reports
import TestSupport
import Testing

@Suite struct DensityMapTests {
  @Test func pointsAreCountedWhereTheyLie() throws {
    let map = DensityMap(
      title: "t", across: "voted", up: "predicted", range: 0...1,
      points: [(0, 0), (0.01, 0.99), (0.99, 0.01), (0.98, 0.04), (1, 1), (7, -3), (.nan, 0.5), (0.5, .infinity)])
    // Cells of a twentieth; what lies beyond counts at the edge, what is no number nowhere.
    let last = DensityMap.side - 1
    #expect(
      map.counts[0][0] == 1 && map.counts[last][0] == 1 && map.counts[0][last] == 3 && map.counts[last][last] == 1)
    #expect(map.counts.joined().reduce(0, +) == 6)
    let figure = try parseMarkup(map.figure.source)
    let cells = figure.all("rect", style: "first")
    #expect(cells.count == 4)
    let darkest = try #require(cells.first { $0.attributes["fill-opacity"] == "1.00" })
    // The lower right corner of a square of 160.
    #expect(darkest.attributes["x"] == "152.0" && darkest.attributes["y"] == "152.0")
    #expect(figure.all("svg").first?.attributes["aria-label"] == "t: predicted against voted, 6 points")
  }

  @Test func oneValueHasARangeOfItsOwn() {
    let map = DensityMap(title: "t", across: "a", up: "b", range: 3...3, points: [(3, 3)])
    #expect(map.range == 2.5...3.5 && map.counts[10][10] == 1)
  }
}
