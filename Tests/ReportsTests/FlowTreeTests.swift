import Reports
import TestSupport
import Testing

@Suite struct FlowTreeTests {
  private let tree = FlowTree([
    .init(title: "shape", answers: [("smooth", 0.25, 2), ("disk", 0.75, 1)]),
    .init(title: "bar", answers: [("yes", 0.5, 2), ("no", 0.25, 2)]),
    .init(title: "odd", answers: [("yes", 0.0, nil), ("no", 1.0, nil)]),
  ])

  @Test func questionsStandRightOfAllThatLeadToThem() throws {
    let boxes = try parseMarkup(tree.figure(title: "A tree", description: "of three").source).all("rect", style: "box")
    let places = boxes.compactMap { $0.attributes["x"].flatMap(Double.init) }
    #expect(places.count == 3 && places[0] == 0 && places[1] > places[0] && places[2] > places[1])
  }

  @Test func waysAreAsWideAsFractions() throws {
    let ways = try parseMarkup(tree.figure(title: "A tree", description: "of three").source).all("path")
    // Four answers lead on; 26 wide is everybody.
    #expect(ways.map { $0.attributes["stroke-width"] } == ["6.50", "19.50", "13.00", "6.50"])
  }

  @Test func circlesEnd() throws {
    let circle = FlowTree([
      .init(title: "a", answers: [("on", 1, 1)]), .init(title: "b", answers: [("back", 1, 0)]),
    ])
    #expect(try parseMarkup(circle.figure(title: "", description: "").source).all("rect", style: "box").count == 2)
  }
}
