import Reports
import TestSupport
import Testing

@Suite struct ConfusionTableTests {
  @Test func fewClassesMakeAMatrix() throws {
    let table = ConfusionTable(
      titles: ["cat", "dog", "<b>&"], counts: [[0, 1, 0], [0, 1, 1], [0, 0, 0]], recalls: [0, 0.5, nil],
      mistakes: [(0, 1, 1), (1, 2, 1)]
    ).table
    let root = try parseMarkup(table.source)
    #expect(root.all("thead")[0].all("th").map(\.text) == ["class", "cat", "dog", "<b>&", "recall"])
    let rows = root.all("tbody")[0].all("tr").map { $0.children.map(\.text) }
    #expect(
      rows == [
        ["cat", "0", "1", "0", "0.000"], ["dog", "0", "1", "1", "0.500"], ["<b>&", "0", "0", "0", "–"],
      ])
    #expect(root.all("td", style: "first").map(\.text) == ["0", "1", "0"])
  }

  @Test func manyClassesMakeAListOfMistakes() throws {
    let count = 40
    let table = ConfusionTable(
      titles: (0..<count).map { "class \($0)" },
      counts: .init(repeating: .init(repeating: 0, count: count), count: count),
      recalls: .init(repeating: nil, count: count), mistakes: (0..<count).map { ($0, ($0 + 1) % count, 100 - $0) }
    ).table
    let rows = try parseMarkup(table.source).all("tbody")[0].all("tr")
    #expect(rows.count == 30)
    #expect(rows[0].children.map(\.text) == ["class 0", "class 1", "100"])
  }
}
