import Images
import Testing

@Suite struct ResizeTests {
  struct Cases: Decodable {
    struct Case: Decodable {
      let channels: Int, filter: ResizeFilter, width: Int, height: Int
    }
    let width: Int, height: Int, cases: [Case]
  }

  @Test func equalsOpenCVAndPillowWithinOneLevel() throws {
    let fixture = try Fixture.json("resize.json", as: Cases.self)
    var exact: [ResizeFilter: Int] = [:]
    var total: [ResizeFilter: Int] = [:]
    for (index, resize) in fixture.cases.enumerated() {
      let source = Image(
        width: fixture.width, height: fixture.height, channels: resize.channels,
        pixels: try Fixture.bytes("resize-source-\(resize.channels).bin"))
      let resized = source.resized(width: resize.width, height: resize.height, by: resize.filter)
      let expected = try Fixture.bytes("resize-\(index).bin")
      #expect([resized.width, resized.height, resized.channels] == [resize.width, resize.height, resize.channels])
      let differences = zip(resized.pixels, expected).map { abs(Int($0) - Int($1)) }
      #expect(differences.allSatisfy { $0 <= 1 }, "\(resize): \(differences.max() ?? 0)")
      exact[resize.filter, default: 0] += differences.count { $0 == 0 }
      total[resize.filter, default: 0] += differences.count
    }
    // OpenCV enlarges in 11-bit fixed point and, halving both sides, rounds ties up.
    #expect(try #require(exact[.area]) * 100 > 95 * #require(total[.area]), "\(exact) of \(total) levels equal")
    #expect(try #require(exact[.bicubic]) * 100 > 99 * #require(total[.bicubic]), "\(exact) of \(total) levels equal")
  }

  /// As `formula` in Scripts/fixtures/recipes.py.
  private func formulaImage(width: Int, height: Int) -> Image {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 { pixels.append(UInt8((x * x * (c + 1) + 3 * y * y + 5 * x * y * (c + 2)) / 64 % 256)) }
      }
    }
    return Image(width: width, height: height, channels: 3, pixels: pixels)
  }

  @Test func recipesEqualTheirAuthorsLibraries() throws {
    let strip = formulaImage(width: 424, height: 53).resized(width: 224, height: 28, by: .area)
    expect(strip, near: try Fixture.bytes("mobile.bin"))
    let frame = formulaImage(width: 424, height: 424)
    let part = frame.cropped(to: Rectangle(width: 212, height: 212, centeredIn: frame.frame))
    expect(part.resized(width: 106, height: 106, by: .bicubic), near: try Fixture.bytes("lawlor.bin"))
  }

  /// Within one level, and nearly all equal.
  private func expect(_ image: Image, near expected: [UInt8]) {
    #expect(image.pixels.count == expected.count)
    let differences = zip(image.pixels, expected).map { abs(Int($0) - Int($1)) }
    #expect(differences.allSatisfy { $0 <= 1 }, "\(differences.max() ?? 0)")
    #expect(differences.count { $0 == 0 } * 100 > 99 * expected.count, "\(differences.count { $0 != 0 }) differ")
  }

  @Test(arguments: ResizeFilter.allCases, [(7, 5), (64, 48), (13, 90)])
  func flatImageStaysFlat(filter: ResizeFilter, size: (Int, Int)) {
    let flat = Image(
      width: 31, height: 17, channels: 3, pixels: Array(repeatElement([0, 77, 255], count: 31 * 17).joined()))
    let resized = flat.resized(width: size.0, height: size.1, by: filter)
    #expect(resized.pixels == Array(repeatElement([0, 77, 255], count: size.0 * size.1).joined()))
  }

  @Test func areaIsTheMeanOfWhatAPixelCovers() {
    let image = Image(width: 3, height: 2, channels: 1, pixels: [0, 90, 30, 60, 150, 210])
    #expect(image.resized(width: 1, height: 1, by: .area).pixels == [90])
    // Each output is one and a half pixels wide: (0 + 90/2) / 1.5 and (90/2 + 30) / 1.5.
    #expect(image.resized(width: 2, height: 2, by: .area).pixels == [30, 50, 90, 190])
    #expect(image.resized(width: 6, height: 2, by: .area).pixels == [0, 0, 90, 90, 30, 30, 60, 60, 150, 150, 210, 210])
  }
}
