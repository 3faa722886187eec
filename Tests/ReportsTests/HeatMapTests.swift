import Reports
import TestSupport
import Testing

@Suite struct HeatMapTests {
  @Test func cellsBearSignAndStrength() throws {
    let map = HeatMap(
      title: "Pairs", description: "Some pairs", names: ["a", "<b>"], values: [[1, -0.25], [-0.25, .nan]])
    let root = try parseMarkup(map.figure.source)
    let cells = root.all("rect")
    // What is no number has no cell.
    #expect(cells.map { $0.attributes["class"] } == ["positive", "negative", "negative"])
    #expect(cells.map { $0.attributes["fill-opacity"] } == ["1.00", "0.25", "0.25"])
    #expect(cells.map(\.text) == ["a, a: 1.00", "a, <b>: -0.25", "<b>, a: -0.25"])
    #expect(root.all("svg").first?.attributes["aria-label"] == "Some pairs")
  }
}
