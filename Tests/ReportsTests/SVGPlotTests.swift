import Reports
import TestSupport
import Testing

@Suite struct SVGPlotTests {
  private func plot(_ values: [Double]) -> SVGPlot {
    let points = values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }
    return SVGPlot(
      title: "Error", description: "Error over epochs", xLabel: "epoch",
      series: [SVGPlot.Series(name: "validation", style: "validation", points: points)])
  }

  private func numbers(_ line: ParsedElement) -> [[Double]] {
    (line.attributes["points"] ?? "").split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
  }

  @Test func lineGoesThroughItsPoints() throws {
    let figure = try parseMarkup(plot([3, 1, 2]).figure.source)
    let lines = figure.all("polyline")
    #expect(lines.count == 1)
    let points = numbers(lines[0])
    #expect(points.map { $0[0] } == [0, 500, 1000])
    // SVG counts downwards: the lowest value has the largest ordinate, and equal steps are equal distances.
    #expect(points[0][1] < points[2][1] && points[2][1] < points[1][1])
    #expect(abs((points[1][1] - points[2][1]) - (points[2][1] - points[0][1])) < 0.11)
    // A gridline lies where its value does.
    let tick = figure.all("text", style: "y").first { $0.text == "1.0" }
    #expect(try #require(tick).attributes["y"] == "\(points[1][1])")
  }

  @Test func lineIsInterruptedWhereNothingIsKnown() throws {
    let figure = try parseMarkup(plot([4, 3, .nan, 2, .infinity, 1, 1]).figure.source)
    #expect(figure.all("polyline").map { numbers($0).count } == [2, 2])
    #expect(figure.all("circle").count == 1)
    #expect(!figure.all("circle").contains { $0.attributes.values.contains { $0.lowercased().contains("nan") } })
  }

  @Test func onePointIsADot() throws {
    let figure = try parseMarkup(plot([0.2]).figure.source)
    #expect(figure.all("polyline").isEmpty)
    #expect(figure.all("circle").first?.attributes["cx"] == "50.00%")
    #expect(figure.all("text", style: "x").map(\.text) == ["1"])
  }

  @Test(arguments: [[], [.nan], [.infinity, .nan]] as [[Double]])
  func nothingToDrawIsSaid(values: [Double]) throws {
    let figure = try parseMarkup(plot(values).figure.source)
    #expect(figure.all("svg").isEmpty)
    #expect(figure.text.contains("nothing to draw"))
  }

  @Test func referenceAndMarkAreDrawn() throws {
    var plot = plot([3, 1, 2])
    plot.reference = ("column means", 4)
    plot.mark = (2, 1, "1 at epoch 2")
    let figure = try parseMarkup(plot.figure.source)
    #expect(figure.all("line", style: "reference").count == 1)
    #expect(figure.all("text", style: "reference").map(\.text) == ["column means"])
    #expect(figure.all("circle", style: "mark").first?.attributes["cx"] == "50.00%")
    #expect(figure.all("text", style: "mark").map(\.text) == ["1 at epoch 2"])
    #expect(figure.all("svg").first?.attributes["aria-label"] == "Error over epochs")
  }

  @Test func logarithmicScaleIsNamed() throws {
    #expect(!(try parseMarkup(plot([3, 1]).figure.source).text.contains("logarithmic")))
    #expect(try parseMarkup(plot([300, 1]).figure.source).text.contains("logarithmic"))
  }
}
