import Foundation
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct AugmentationTests {
  static let hildebrandt = Augmentation(
    flipsHorizontally: true, flipsVertically: true, rotation: 0.3, zoom: 0.1, contrast: 0.05)

  static let everything = Augmentation(
    flipsHorizontally: true, flipsVertically: true, rotation: 0.5, zoom: 0.2, contrast: 0.1, shift: 0.15,
    brightness: 0.1, colorAxis: .init(red: 0.03, green: 0.02, blue: 0.01), border: .nearest)

  @Test func storedFormIsReadable() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(Self.everything)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"border":"nearest","brightness":0.1,"colorAxis":{"blue":0.01,"green":0.02,"red":0.03},"contrast":0.1,"#
        + #""flipsHorizontally":true,"flipsVertically":true,"rotation":0.5,"shift":0.15,"zoom":0.2}"#)
    for value in [Self.everything, Self.hildebrandt] {
      #expect(try JSONDecoder().decode(Augmentation.self, from: encoder.encode(value)) == value)
    }
  }

  @Test func drawsFillTheirRangesEvenly() {
    var source = RandomSource(seed: 1)
    let draws = (0..<4000).map { _ in Self.hildebrandt.draw(using: &source) }
    func expectUniform(_ values: [Float], _ low: Float, _ high: Float) {
      #expect(values.allSatisfy { $0 >= low && $0 <= high })
      let quarters = (0..<4).map { quarter in
        values.count { Int(min(3, ($0 - low) / (high - low) * 4)) == quarter }
      }
      #expect(quarters.allSatisfy { abs($0 - 1000) < 120 }, "\(quarters)")
    }
    expectUniform(draws.map(\.turns), -0.3, 0.3)
    expectUniform(draws.map(\.spanX), 0.9, 1.1)
    expectUniform(draws.map(\.spanY), 0.9, 1.1)
    expectUniform(draws.map(\.contrast), 0.95, 1.05)
    let flips = [(false, false), (false, true), (true, false), (true, true)].map { flip in
      draws.count { $0.isFlippedHorizontally == flip.0 && $0.isFlippedVertically == flip.1 }
    }
    #expect(flips.allSatisfy { abs($0 - 1000) < 120 }, "\(flips)")
    let others = (0..<4000).map { _ in Self.everything.draw(using: &source) }
    expectUniform(others.map(\.shiftX), -0.15, 0.15)
    expectUniform(others.map(\.shiftY), -0.15, 0.15)
    expectUniform(others.map(\.brightness), -0.1, 0.1)
    // The standard deviation of 4000 normal draws is known to 1.1 %.
    let deviation = (others.reduce(0) { $0 + $1.color.x * $1.color.x } / 4000).squareRoot()
    #expect(abs(deviation - 0.03) < 0.0015)
    #expect(others.allSatisfy { abs($0.color.y - $0.color.x * 2 / 3) < 1e-6 })
    // Height and width change independently.
    let products = draws.map { ($0.spanX - 1) * ($0.spanY - 1) }
    #expect(abs(products.reduce(0, +) / 4000) < 0.0005)
  }

  @Test func drawDependsOnSeedEpochAndIdentifierAlone() {
    let draw = Self.hildebrandt.draw(seed: 3, epoch: 5, identifier: "100008")
    #expect(Self.hildebrandt.draw(seed: 3, epoch: 5, identifier: "100008") == draw)
    #expect(Self.hildebrandt.draw(seed: 4, epoch: 5, identifier: "100008") != draw)
    #expect(Self.hildebrandt.draw(seed: 3, epoch: 6, identifier: "100008") != draw)
    #expect(Self.hildebrandt.draw(seed: 3, epoch: 5, identifier: "100023") != draw)
    var unrotated = Self.hildebrandt
    unrotated.rotation = 0
    var expected = draw
    expected.turns = 0
    #expect(unrotated.draw(seed: 3, epoch: 5, identifier: "100008") == expected)
    // What Hildebrandt's recipe does not have leaves what it has as it was.
    var shifted = Self.hildebrandt
    (shifted.shift, shifted.brightness, shifted.colorAxis) = (0.1, 0.1, .init(red: 1, green: 1, blue: 1))
    var same = shifted.draw(seed: 3, epoch: 5, identifier: "100008")
    #expect(same != draw)
    (same.shiftX, same.shiftY, same.brightness, same.color) = (0, 0, 0, SIMD3())
    #expect(same == draw)
  }

  static let identity = Augmentation.none.draw(seed: 0, epoch: 0, identifier: "")

  func warped(_ image: Image, _ change: (inout AugmentationDraw) -> Void) -> [Float] {
    var draw = Self.identity
    change(&draw)
    var output = [Float](repeating: .nan, count: image.pixels.count)
    image.pixels.withUnsafeBufferPointer { pixels in
      output.withUnsafeMutableBufferPointer {
        draw.warp(width: image.width, height: image.height).apply(
          to: ImageView(pixels: pixels, width: image.width, height: image.height, channels: image.channels),
          width: image.width, height: image.height, scale: 1, into: $0)
      }
    }
    return output
  }

  @Test func geometryIsWhatItsNamesSay() {
    let image = Image(width: 3, height: 3, channels: 1, pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(warped(image) { _ in } == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(warped(image) { $0.isFlippedHorizontally = true } == [3, 2, 1, 6, 5, 4, 9, 8, 7])
    #expect(warped(image) { $0.isFlippedVertically = true } == [7, 8, 9, 4, 5, 6, 1, 2, 3])
    func near(_ found: [Float], _ expected: [Float]) -> Bool { zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 } }
    #expect(near(warped(image) { $0.turns = 0.25 }, [7, 4, 1, 8, 5, 2, 9, 6, 3]))
    #expect(near(warped(image) { $0.turns = -0.25 }, [3, 6, 9, 2, 5, 8, 1, 4, 7]))
    // Flipped first, then rotated.
    let both = warped(image) { ($0.isFlippedHorizontally, $0.turns) = (true, 0.25) }
    #expect(near(both, [9, 6, 3, 8, 5, 2, 7, 4, 1]))
    // A result twice as narrow shows columns -1, 1, 3 of the source; beyond the edges lies its mirror image.
    #expect(near(warped(image) { $0.spanX = 2 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]))
    #expect(near(warped(image) { $0.spanX = 0.5 }, [1.5, 2, 2.5, 4.5, 5, 5.5, 7.5, 8, 8.5]))
    #expect(near(warped(image) { $0.spanY = 0.5 }, [2.5, 3.5, 4.5, 4, 5, 6, 5.5, 6.5, 7.5]))
    // Shifted last, along the result's own axes: to the right and down.
    #expect(near(warped(image) { $0.shiftX = 1 / 3 }, [1, 1, 2, 4, 4, 5, 7, 7, 8]))
    #expect(near(warped(image) { $0.shiftY = 2 / 3 }, [4, 5, 6, 1, 2, 3, 1, 2, 3]))
    #expect(near(warped(image) { ($0.turns, $0.shiftX) = (0.25, 1 / 3) }, [7, 7, 4, 8, 8, 5, 9, 9, 6]))
    // Rotated first, then zoomed: the zoom is along the result's own axes.
    #expect(near(warped(image) { ($0.turns, $0.spanX) = (0.25, 0.5) }, [5.5, 4, 2.5, 6.5, 5, 3.5, 7.5, 6, 4.5]))
  }
}
