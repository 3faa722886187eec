import Reports
import TestSupport
import Testing

@Suite struct EpochCurvesTests {
  private func curves(_ losses: [Double], best: Int?) -> EpochCurves {
    let rates = losses.map { _ in 0.001 }
    return EpochCurves(
      columns: [
        .init(name: "loss", values: losses), .init(name: "rate", values: rates) { NumberText.significant($0) },
      ],
      charts: [
        .init(
          title: "Loss", subject: "the loss", lines: [("validation", losses), ("training", losses.map { $0 / 2 })],
          labelsBest: true, reference: ("means", 0.2)),
        .init(title: "Rate", subject: "the rate", lines: [("rate", rates)]),
      ], best: best)
  }

  @Test(arguments: [0, 1, 2, 200])
  func everyEpochIsDrawnAndListed(count: Int) throws {
    let losses = (0..<count).map { 1 / Double($0 + 1) }
    let root = try parseMarkup(curves(losses, best: count == 0 ? nil : count).section.source)
    #expect(root.all("polyline").count == (count > 1 ? 3 : 0))
    #expect(root.all("tr").count == (count == 0 ? 0 : count + 1))
    #expect(root.text.contains("No epoch has been completed yet.") == (count == 0))
    #expect(root.all("circle", style: "mark").count == (count == 0 ? 0 : 2))
  }

  @Test func bestEpochIsMarked() throws {
    let root = try parseMarkup(curves([0.5, 0.25, 0.375], best: 2).section.source)
    #expect(root.all("text", style: "mark").map(\.text) == ["0.2500 at epoch 2"])
    #expect(
      root.all("svg").compactMap { $0.attributes["aria-label"] } == [
        "Line chart of the loss over the epochs; the best epoch is 2 with 0.2500.",
        "Line chart of the rate over the epochs.",
      ])
    let rows = root.all("tr").map { $0.children.map(\.text) }
    #expect(
      rows == [
        ["epoch", "loss", "rate"], ["1", "0.50000", "0.001"], ["2 (best)", "0.25000", "0.001"],
        ["3", "0.37500", "0.001"],
      ])
    #expect(root.all("tr", style: "best").count == 1)
    #expect(root.all("text", style: "reference").map(\.text) == ["means"])
  }

  /// The most important line has the main colour and is drawn over the others.
  @Test func firstLineIsDrawnLast() throws {
    let root = try parseMarkup(curves([0.5, 0.25], best: 2).section.source)
    #expect(root.all("polyline").map { $0.attributes["class"] } == ["second", "first", "first"])
    #expect(root.all("li").map(\.text) == ["training", "validation"])
  }

  @Test func numbersThatAreNoneAreNotDrawn() throws {
    let root = try parseMarkup(curves([.nan, .nan], best: nil).section.source)
    #expect(root.text.contains("nothing to draw"))
    #expect(root.all("tr")[1].text == "1NaN0.001")
  }
}
