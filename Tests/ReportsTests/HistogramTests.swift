import Reports
import TestSupport
import Testing

@Suite struct HistogramTests {
  @Test func theTallestBarIsAsHighAsTheChart() throws {
    let root = try parseMarkup(
      Histogram(title: "mass", counts: [2, 0, 8, 4], ends: ("0", "4"), note: "mean 2").figure.source)
    let bars = root.all("rect")
    #expect(bars.map { $0.attributes["height"] } == ["12.0", "48.0", "24.0"])
    #expect(bars.map { $0.attributes["x"] } == ["0.00%", "50.00%", "75.00%"])
    #expect(root.all("svg").first?.attributes["aria-label"] == "Histogram of mass, from 0 to 4: mean 2")
  }

  @Test func nothingIsNoBar() throws {
    let root = try parseMarkup(Histogram(title: "", counts: [0, 0], ends: ("", ""), note: "").figure.source)
    #expect(root.all("rect").isEmpty)
  }
}
