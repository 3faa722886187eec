import Reports
import TestSupport
import Testing

@Suite struct ScoreComparisonTests {
  private func comparison(reference: String?) -> ScoreComparison {
    ScoreComparison(
      .init(
        title: "Error per question", explanation: "Root mean squared error.", measure: "RMSE",
        row: ("question", "questions")),
      rows: ["1 shape", "2 edge-on"], main: .init(name: "net", total: 0.08, values: [0.1, 0.05]),
      others: [
        .init(name: "zeros", total: 0.2716, values: [0.4, 0.3]),
        .init(name: "means", total: 0.16, values: [0.25, 0.2]),
      ], reference: reference)
  }

  @Test func rowsHoldScoresAndRatios() throws {
    let root = try parseMarkup(comparison(reference: "means").section.source)
    let rows = try #require(root.all("table", style: "numbers").first).all("tr").map { $0.children.map(\.text) }
    #expect(
      rows == [
        ["question", "net", "zeros", "means", "net ÷ means"],
        ["all questions", "0.0800", "0.2716", "0.1600", "0.500"],
        ["1 shape", "0.1000", "0.4000", "0.2500", "0.400"],
        ["2 edge-on", "0.0500", "0.3000", "0.2000", "0.250"],
      ])
    #expect(root.all("rect").count == 9)
    #expect(root.all("h2").map(\.text) == ["Error per question"])
  }

  @Test func readersLearnWhichIsBetter() throws {
    let root = try parseMarkup(comparison(reference: nil).section.source)
    #expect(root.all("p").map(\.text) == ["Root mean squared error. Lower is better."])
    #expect(root.all("svg").first?.attributes["aria-label"]?.contains("RMSE of net, zeros, means per question") == true)
  }

  @Test func withoutAReferenceThereAreNoRatios() throws {
    let root = try parseMarkup(comparison(reference: nil).section.source)
    #expect(root.all("thead").first?.all("th").count == 4)
  }
}
