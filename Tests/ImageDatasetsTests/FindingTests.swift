import Foundation
import ImageDatasets
import Testing

@Suite struct FindingTests {
  @Test func errorsComeFirstAndEmptyKindsNotAtAll() {
    var findings = Findings()
    findings.expect("never", .error, "things that are not there")
    findings.add("small", .note, "small things", Finding.Item("a"))
    findings.add("large", .error, "large things", Finding.Item("b", "very"))
    findings.add("small", .note, "small things", Finding.Item("c"))
    findings.add([Finding("large", .error, "large things", [Finding.Item("d")])])
    #expect(
      findings.all == [
        Finding("large", .error, "large things", [Finding.Item("b", "very"), Finding.Item("d")]),
        Finding("small", .note, "small things", [Finding.Item("a"), Finding.Item("c")]),
      ])
  }

  @Test func encodedWithItsCount() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(
      decoding: try encoder.encode(Finding("cut", .error, "cut images", [Finding.Item("a.jpg", "why")])), as: UTF8.self)
    #expect(
      json
        == #"{"count":1,"items":[{"detail":"why","name":"a.jpg"}],"name":"cut","severity":"error","title":"cut images"}"#
    )
  }
}
