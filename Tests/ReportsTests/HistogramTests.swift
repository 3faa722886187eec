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

  @Test func theHeightIsChosen() throws {
    var histogram = Histogram(title: "mass", counts: [5, 10], ends: ("0", "4"), note: "")
    histogram.height = 100
    let bars = try parseMarkup(histogram.figure.source).all("rect")
    #expect(bars.map { $0.attributes["height"] } == ["50.0", "100.0"] && bars[0].attributes["y"] == "50.0")
  }

  @Test func nothingIsNoBar() throws {
    let root = try parseMarkup(Histogram(title: "", counts: [0, 0], ends: ("", ""), note: "").figure.source)
    #expect(root.all("rect").isEmpty)
  }
}
