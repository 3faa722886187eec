import Reports
import TestSupport
import Testing

@Suite struct BarChartTests {
  @Test func barsAreAsLongAsTheirValues() throws {
    let chart = BarChart(
      title: "RMSE", description: "RMSE of two", series: ["network", "means"],
      groups: [.init(title: "shape", values: [0.1, 0.2]), .init(title: "bar", values: [0.05, .nan])])
    let figure = try parseMarkup(chart.figure.source)
    let widths = figure.all("rect").map { Double($0.attributes["width"]?.dropLast() ?? "") ?? -1 }
    #expect(widths.count == 3)
    #expect(abs(widths[1] - 2 * widths[0]) < 0.011 && abs(widths[0] - 2 * widths[2]) < 0.011)
    #expect(widths.allSatisfy { (0...100).contains($0) })
    let tick = try #require(figure.all("text", style: "x").first { $0.text == "0.10" })
    #expect(Double(tick.attributes["x"]?.dropLast() ?? "") == widths[0])
    #expect(figure.all("text", style: "group").map(\.text) == ["shape", "bar"])
    #expect(figure.all("text", style: "value").map(\.text) == ["0.1000", "0.0500"])
    #expect(figure.all("li").map(\.text) == ["network", "means"])
  }

  @Test func barsOfAGroupDoNotOverlap() throws {
    let chart = BarChart(
      title: "RMSE", description: "RMSE", series: ["a", "b", "c", "d", "e", "f"],
      groups: (1...3).map { .init(title: "\($0)", values: [1, 2, 3, 4, 5, 6]) })
    let bars = try parseMarkup(chart.figure.source).all("rect").map {
      (top: Double($0.attributes["y"] ?? "") ?? -1, height: Double($0.attributes["height"] ?? "") ?? -1)
    }
    #expect(bars.count == 18)
    for (upper, lower) in zip(bars, bars.dropFirst()) { #expect(upper.top + upper.height <= lower.top) }
  }

  @Test func intervalsLieAcrossTheirBars() throws {
    let chart = BarChart(
      title: "RMSE", description: "RMSE", series: ["a"],
      groups: [.init(title: "g", values: [0.5], interval: 0.25...1), .init(title: "h", values: [0.1])])
    let figure = try parseMarkup(chart.figure.source)
    let bar = try #require(figure.all("rect").first.flatMap { Double($0.attributes["width"]?.dropLast() ?? "") })
    let lines = figure.all("line", style: "interval")
    #expect(lines.count == 1)
    let ends = ["x1", "x2"].map { Double(lines[0].attributes[$0]?.dropLast() ?? "") ?? -1 }
    #expect(abs(ends[0] - bar / 2) < 0.02 && abs(ends[1] - 2 * bar) < 0.02 && ends[1] <= 100)
    #expect(figure.all("text", style: "value").first?.attributes["x"] == lines[0].attributes["x2"])
  }

  @Test func allZerosStillMakeAChart() throws {
    let chart = BarChart(
      title: "RMSE", description: "RMSE", series: ["a"], groups: [.init(title: "g", values: [0])])
    let figure = try parseMarkup(chart.figure.source)
    #expect(figure.all("rect").first?.attributes["width"] == "0.00%")
    #expect(figure.all("ul").isEmpty)
  }
}
