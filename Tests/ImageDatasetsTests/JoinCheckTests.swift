// Rows and images that do not meet, and those that meet too often.
import ImageDatasets
import Testing

@Suite struct JoinCheckTests {
  private func items(_ name: String, of join: JoinCheck) -> [String] {
    join.findings.first { $0.name == name }?.items.map { $0.detail.isEmpty ? $0.name : "\($0.name): \($0.detail)" }
      ?? []
  }

  @Test func bothSidesAreNamed() {
    let join = JoinCheck(rows: ["1.jpg", "b/2", "x/b/2.jpg", "3", "9"], images: ["a/1", "b/2", "a/3", "b/3", "7"])
    #expect(join.joined == 2)
    #expect(items("rowsWithoutImage", of: join) == ["9"])
    #expect(items("imagesWithoutRow", of: join) == ["a/3", "b/3", "7"])
    #expect(items("ambiguousRows", of: join) == ["3: a/3 or b/3"])
    #expect(items("imagesOfSeveralRows", of: join) == ["b/2: b/2, x/b/2.jpg"])
  }

  @Test func namesThatAreNoNumbersAmongNumbers() {
    #expect(JoinCheck.unnumbered(["1", "2", "cover", "0", "5"])?.items.map(\.name) == ["cover", "0"])
    #expect(JoinCheck.unnumbered(["1", "2"]) == nil && JoinCheck.unnumbered(["a", "b", "1"]) == nil)
  }

  @Test func numbersJoinAsNumbers() {
    let join = JoinCheck(rows: [7, 8, 9], images: ["007", "7", "x", "10", "9"], subject: "galaxy")
    #expect(join.joined == 2)
    #expect(items("imagesOfOneNumber", of: join) == ["7: as 007"])
    #expect(items("imagesWithoutNumber", of: join) == ["x"])
    #expect(items("rowsWithoutImage", of: join) == ["8"] && items("imagesWithoutRow", of: join) == ["10"])
    let nothing = JoinCheck(rows: [7], images: ["10"], subject: "galaxy")
    #expect(items("nothingJoined", of: nothing) == ["rows such as 7: images such as 10"])
    #expect(nothing.findings.first?.severity == .error)
  }
}
