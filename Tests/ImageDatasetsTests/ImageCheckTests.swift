// What a folder of images holds: every kind of finding, by name.
import Foundation
import ImageDatasets
import Images
import Testing

@Suite struct ImageCheckTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func items(_ name: String, of check: ImageCheck) -> [String] {
    check.findings.first { $0.name == name }?.items.map { $0.detail.isEmpty ? $0.name : "\($0.name): \($0.detail)" }
      ?? []
  }

  @Test func aGoodFolderHasNoFindings() throws {
    for index in 0..<5 { try folder.write(JPEG.encode(spot(brightness: 80 + 30 * index)), to: "\(index).jpg") }
    var told: [[Int]] = []
    let check = try ImageCheck(path: folder.path) { told.append([$0, $1]) }
    #expect(check.findings == [] && check.readableCount == 5 && check.formats == ["JPEG": 5])
    #expect(check.sizes.map(\.size) == ["64×48"] && check.sizes.map(\.count) == [5])
    #expect(told.first == [0, 5] && told.last == [5, 5])
  }

  @Test func everyKindIsFound() throws {
    let file = JPEG.encode(spot(brightness: 150))
    for index in 0..<6 { try folder.write(JPEG.encode(spot(brightness: 80 + 20 * index)), to: "good\(index).jpg") }
    try folder.write(JPEG.encode(spot(brightness: 100), quality: 92), to: "again.jpg")
    try folder.write(JPEG.encode(spot(brightness: 120)), to: "copy.jpg")
    try folder.write(Array(file.prefix(file.count / 2)), to: "cut.jpg")
    try folder.write([], to: "empty.jpg")
    try folder.write(Array("<html>".utf8), to: "page.jpg")
    try folder.write(Array("xyz".utf8), to: "text.png")
    try folder.write(PNG.encode(spot(brightness: 240)), to: "png.jpg")
    try folder.write(JPEG.encode(spot(brightness: 130).luma.resized(width: 20, height: 30, by: .area)), to: "grey.jpg")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/gone.jpg", withDestinationPath: folder.path + "/nowhere")
    let check = try ImageCheck(path: folder.path)
    #expect(check.inventory.images.count == 15 && check.readableCount == 10)
    #expect(
      items("truncatedImages", of: check).count == 1 && items("truncatedImages", of: check)[0].hasPrefix("cut.jpg: "))
    #expect(items("emptyImages", of: check) == ["empty.jpg"])
    #expect(
      items("foreignImages", of: check)
        == ["page.jpg: web page", "text.png: is neither a JPEG nor a PNG, it begins with the bytes 78 79 7A"])
    #expect(items("unreadableImages", of: check) == ["gone.jpg: cannot be read: no such file or directory"])
    #expect(items("wrongExtensions", of: check) == ["png.jpg: PNG"])
    #expect(items("greyImages", of: check) == ["grey.jpg"] && items("oddSizes", of: check) == ["grey.jpg: 20×30"])
    #expect(items("equalImages", of: check) == ["copy.jpg: good2.jpg"])
    #expect(items("similarImages", of: check) == ["again.jpg: good1.jpg"])
    let severities = check.findings.map(\.severity)
    #expect(severities == severities.sorted { $0 == .error && $1 == .note })
    #expect(check.findings.allSatisfy { !$0.items.isEmpty && !$0.title.isEmpty })
  }

  /// Where no size is usual none is odd.
  @Test func photographsOfManySizes() throws {
    for index in 0..<6 {
      let image = spot(brightness: 60 + 30 * index).resized(width: 20 + index, height: 30, by: .area)
      try folder.write(JPEG.encode(image), to: "\(index).jpg")
    }
    #expect(items("oddSizes", of: try ImageCheck(path: folder.path)) == [])
  }
}
