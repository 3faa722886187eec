import Reports
import TestSupport
import Testing

@Suite struct AgreementPlotTests {
  @Test func pointsLieWhereTheirFractionsAre() throws {
    let plot = AgreementPlot(
      title: "calibration", labels: (expected: "predicted", seen: "voted"),
      points: [.init(expected: 0.25, seen: 0.5, count: 100), .init(expected: 1, seen: 0, count: 25)])
    let figure = try parseMarkup(plot.figure.source)
    let points = figure.all("circle")
    #expect(points.map { $0.attributes["cx"] } == ["25.00%", "100.00%"])
    #expect(points.map { $0.attributes["cy"] } == ["150.0", "300.0"])
    // A quarter of the count is half of the radius.
    #expect(points.map { $0.attributes["r"] } == ["11.0", "5.5"])
    let diagonal = try #require(figure.all("line", style: "reference").first)
    #expect(["x1", "y1", "x2", "y2"].map { diagonal.attributes[$0] } == ["0", "300", "100%", "0"])
  }

  @Test func noPointIsAnEmptySquare() throws {
    let plot = AgreementPlot(title: "", labels: (expected: "", seen: ""), points: [])
    #expect(try parseMarkup(plot.figure.source).all("circle").isEmpty)
  }
}
