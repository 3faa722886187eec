import DataFiles
import Foundation
import Images
import Testing

@Suite struct RegionOfInterestTests {
  @Test func equalsOpenCVsRegions() throws {
    let squares = try Fixture.json("regions.json", as: [[Int]?].self)
    let bytes = try Fixture.bytes("regions.bin")
    #expect(squares.count == bytes.count / (40 * 32) && squares.count > 30)
    for (index, square) in squares.enumerated() {
      let pixels = Array(bytes[index * 40 * 32..<(index + 1) * 40 * 32])
      let found = RegionOfInterest.square(in: Image(width: 40, height: 32, channels: 1, pixels: pixels))
      #expect([found.x, found.y, found.width, found.height] == square ?? [0, 0, 40, 32], "image \(index)")
    }
  }

  @Test func colourImageIsJudgedByItsLuma() {
    var pixels = [UInt8](repeating: 0, count: 30 * 30 * 3)
    for y in 5..<15 {
      for x in 5..<15 { pixels[(y * 30 + x) * 3 + 1] = 100 }
      // Blue weighs little: 80 is a luma of 9.
      for x in 16..<29 { pixels[(y * 30 + x) * 3 + 2] = 80 }
    }
    let square = RegionOfInterest.square(in: Image(width: 30, height: 30, channels: 3, pixels: pixels))
    #expect(square == Rectangle(x: 4, y: 4, width: 12, height: 12))
  }

  @Test(arguments: 1...20) func rowsOfAnyLengthAreScannedToTheirEnds(width: Int) {
    for start in 0..<width {
      for end in start + 1...width {
        var pixels = [UInt8](repeating: 10, count: width * 60)
        for y in 20..<60 - 22 { for x in start..<end { pixels[y * width + x] = 11 } }
        let square = RegionOfInterest.square(in: Image(width: width, height: 60, channels: 1, pixels: pixels))
        let whole = Rectangle(x: 0, y: 0, width: width, height: 60)
        let (pad, side) = (max(end - start, 18) / 10, max(end - start, 18))
        let fits = start - pad >= 0 && start - pad + side + 2 * pad < width
        let expected = Rectangle(x: start - pad, y: 20 - pad, width: side + 2 * pad, height: side + 2 * pad)
        #expect(square == (fits ? expected : whole))
      }
    }
  }

  @Test(.enabled(if: realImages != nil, "GALAXY_TEST_DATA is not set"))
  func realGalaxiesLieInTheirSquares() throws {
    let folder = try #require(realImages)
    var cropped = 0
    let names = try listFolder(folder)
    for name in names {
      let image = try Image.decode(path: folder + "/" + name, as: .grayscale)
      let square = RegionOfInterest.square(in: image)
      let whole = square == Rectangle(x: 0, y: 0, width: 424, height: 424)
      #expect(whole || square.width == square.height)
      if !whole { cropped += 1 }
      // The pixel in the middle belongs to the galaxy.
      #expect(
        (square.x..<square.x + square.width).contains(212) && (square.y..<square.y + square.height).contains(212),
        "\(name)")
    }
    #expect(cropped > names.count / 2)
  }
}
