import Images
import Testing

@Suite struct AffineWarpTests {
  struct Cases: Decodable {
    struct Case: Decodable {
      let channels: Int, matrix: [Double], width: Int, height: Int
    }
    let width: Int, height: Int, cases: [Case]
  }

  static func warped(
    _ image: Image, _ warp: AffineWarp, width: Int, height: Int, border: BorderMode = .reflect, scale: Float = 1,
    contrast: Float = 1, brightness: SIMD3<Float> = SIMD3()
  ) -> [Float] {
    var output = [Float](repeating: .nan, count: width * height * image.channels)
    image.pixels.withUnsafeBufferPointer { pixels in
      let view = ImageView(pixels: pixels, width: image.width, height: image.height, channels: image.channels)
      output.withUnsafeMutableBufferPointer {
        warp.apply(
          to: view, width: width, height: height, border: border, scale: scale, contrast: contrast,
          brightness: brightness, into: $0)
      }
    }
    return output
  }

  @Test func equalsPyTorchsReflectedGridSample() throws {
    let fixture = try Fixture.json("warp.json", as: Cases.self)
    #expect(fixture.cases.count == 12)
    for (index, warp) in fixture.cases.enumerated() {
      let source = Image(
        width: fixture.width, height: fixture.height, channels: warp.channels,
        pixels: try Fixture.bytes("warp-source-\(warp.channels).bin"))
      let m = warp.matrix
      let map = AffineWarp(xx: m[0], xy: m[1], x0: m[2], yx: m[3], yy: m[4], y0: m[5])
      let output = Self.warped(source, map, width: warp.width, height: warp.height)
      let expected = try Fixture.floats("warp-\(index).bin")
      #expect(output.count == expected.count)
      // Levels are up to 255 apart, places are good to 10⁻⁵ pixels.
      #expect(zip(output, expected).allSatisfy { abs($0 - $1) < 0.01 }, "case \(index)")
    }
  }

  struct BorderCases: Decodable {
    struct Case: Decodable {
      let channels: Int, border: BorderMode, matrix: [Double]
    }
    let width: Int, height: Int, cases: [Case]
  }

  @Test func equalsOpenCVsWarpAffineBeyondEveryBorder() throws {
    let fixture = try Fixture.json("borders.json", as: BorderCases.self)
    let values = try Fixture.floats("borders.bin")
    #expect(Set(fixture.cases.map(\.border)) == Set(BorderMode.allCases))
    var start = 0
    for warp in fixture.cases {
      let source = Image(
        width: 60, height: 46, channels: warp.channels, pixels: try Fixture.bytes("warp-source-\(warp.channels).bin"))
      let m = warp.matrix
      let map = AffineWarp(xx: m[0], xy: m[1], x0: m[2], yx: m[3], yy: m[4], y0: m[5])
      let output = Self.warped(source, map, width: fixture.width, height: fixture.height, border: warp.border)
      let expected = values[start..<start + output.count]
      start += output.count
      #expect(zip(output, expected).allSatisfy { abs($0 - $1) < 0.01 }, "\(warp)")
    }
    #expect(start == values.count)
  }

  @Test func bordersAreWhatTheirNamesSay() {
    let image = Image(width: 3, height: 1, channels: 1, pixels: [10, 20, 30])
    let shift = AffineWarp(xx: 1, xy: 0, x0: -2, yx: 0, yy: 1, y0: 0)
    #expect(Self.warped(image, shift, width: 7, height: 1, border: .reflect) == [20, 10, 10, 20, 30, 30, 20])
    #expect(Self.warped(image, shift, width: 7, height: 1, border: .nearest) == [10, 10, 10, 20, 30, 30, 30])
    #expect(Self.warped(image, shift, width: 7, height: 1, border: .constant) == [0, 0, 10, 20, 30, 0, 0])
    let away = AffineWarp(xx: 1, xy: 0, x0: 50, yx: 0, yy: 1, y0: -50)
    #expect(Self.warped(image, away, width: 2, height: 1, border: .nearest) == [30, 30])
    #expect(Self.warped(image, away, width: 2, height: 1, border: .constant) == [0, 0])
  }

  @Test func movedWarpShowsTheSameElsewhere() {
    let image = Image(width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6])
    let half = AffineWarp(about: 3, 2, xx: -1, xy: 0, yx: 0, yy: -1)
    let moved = half.moved(right: 1, down: 1)
    #expect(Self.warped(image, moved, width: 3, height: 2, border: .constant) == [0, 0, 0, 0, 6, 5])
  }

  @Test func brightnessIsAddedAfterContrast() {
    let image = Image(width: 2, height: 1, channels: 3, pixels: [10, 100, 0, 30, 200, 0])
    let identity = AffineWarp(about: 2, 1, xx: 1, xy: 0, yx: 0, yy: 1)
    let output = Self.warped(
      image, identity, width: 2, height: 1, scale: 0.5, contrast: 1.5, brightness: SIMD3(2, -4, 6))
    #expect(output == [3.5, 35.5, 3, 18.5, 110.5, 3])
  }

  @Test func mapsAboutTheCentreKeepItInPlace() {
    let image = Image(width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6])
    let identity = AffineWarp(about: 3, 2, xx: 1, xy: 0, yx: 0, yy: 1)
    #expect(Self.warped(image, identity, width: 3, height: 2, scale: 2) == [2, 4, 6, 8, 10, 12])
    let half = AffineWarp(about: 3, 2, xx: -1, xy: 0, yx: 0, yy: -1)
    #expect(Self.warped(image, half, width: 3, height: 2) == [6, 5, 4, 3, 2, 1])
    let quarter = AffineWarp(about: 3, 3, xx: 0, xy: -1, yx: 1, yy: 0)
    let square = Image(width: 3, height: 3, channels: 1, pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(Self.warped(square, quarter, width: 3, height: 3) == [3, 6, 9, 2, 5, 8, 1, 4, 7])
  }

  @Test func borderIsTheMirrorImage() {
    let image = Image(width: 3, height: 1, channels: 1, pixels: [10, 20, 30])
    let shift = AffineWarp(xx: 1, xy: 0, x0: -4, yx: 0, yy: 1, y0: 5)
    #expect(Self.warped(image, shift, width: 11, height: 1) == [30, 30, 20, 10, 10, 20, 30, 30, 20, 10, 10])
  }

  @Test func contrastIsAboutEachChannelsMean() {
    let image = Image(width: 2, height: 1, channels: 3, pixels: [10, 100, 0, 30, 200, 0])
    let identity = AffineWarp(about: 2, 1, xx: 1, xy: 0, yx: 0, yy: 1)
    let output = Self.warped(image, identity, width: 2, height: 1, scale: 0.5, contrast: 1.5)
    #expect(output == [2.5, 37.5, 0, 17.5, 112.5, 0])
  }
}
