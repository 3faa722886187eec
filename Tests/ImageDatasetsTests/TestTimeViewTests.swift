// Views of images: the right pixels in the right places.
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct TestTimeViewTests {
  /// Images of one channel with the given sides and levels.
  private func store(_ width: Int, _ height: Int, _ levels: [UInt8]) throws -> ImageStore {
    try ImageStore(
      images: [Image(width: width, height: height, channels: 1, pixels: levels)], identifiers: ["a"],
      preprocessing: Preprocessing(crop: .whole, width: width, height: height, grayscale: true, scale: .levels))
  }

  @Test func listsHaveTheLengthAndBeginWithTheImage() throws {
    for count in [1, 2, 4, 6, 8, 16, 18, 24, 48, 60, 960] {
      let list = try #require(TestTimeView.list(count))
      #expect(list.count == count && Set(list).count == count && list[0] == .plain)
    }
    for count in [0, -1, 3, 5, 7, 10, 15, 17, 961, 962] { #expect(TestTimeView.list(count) == nil) }
    let eight = try #require(TestTimeView.list(8))
    #expect(eight.allSatisfy { $0.isExact })
    let six = try #require(TestTimeView.list(6))
    #expect(Set(six).isSubset(of: try #require(TestTimeView.list(48))))
    let winners = try #require(TestTimeView.list(60))
    #expect(Set(winners.map(\.turns)).count == 10 && Set(winners.map(\.zoom)).count == 3)
    #expect(
      "\(TestTimeView(isMirrored: true, turns: 0.125, zoom: 1.05))" == "45° mirrored ×1.05" && "\(eight[0])" == "0°")
  }

  /// By hand, with a at the top left: mirrored first, then turned clockwise.
  @Test func exactViewsMovePixels() throws {
    let square = try store(2, 2, [1, 2, 3, 4])
    for (isMirrored, turns, expected) in [
      (false, 0.25, [3, 1, 4, 2]), (false, 0.5, [4, 3, 2, 1]), (false, 0.75, [2, 4, 1, 3]),
      (true, 0, [2, 1, 4, 3]), (true, 0.25, [4, 2, 3, 1]), (true, 0.5, [3, 4, 1, 2]), (true, 0.75, [1, 3, 2, 4]),
    ] as [(Bool, Double, [Float])] {
      let view = TestTimeView(isMirrored: isMirrored, turns: turns)
      #expect(square.input([0], view: view).scalars == expected, "\(view)")
    }
    let wide = try store(3, 2, [1, 2, 3, 4, 5, 6])
    #expect(wide.input([0], view: TestTimeView(isMirrored: true)).scalars == [3, 2, 1, 6, 5, 4])
    #expect(wide.input([0], view: TestTimeView(turns: 0.5)).scalars == [6, 5, 4, 3, 2, 1])
    #expect(!TestTimeView(turns: 0.5).needsSquare && TestTimeView(turns: 0.25).needsSquare)
  }

  @Test func channelsStayTogether() throws {
    let image = Image(width: 2, height: 2, channels: 3, pixels: Array(1...12))
    let store = try ImageStore(
      images: [image, image], identifiers: ["a", "b"],
      preprocessing: Preprocessing(crop: .whole, width: 2, height: 2, grayscale: false, scale: .unit))
    let turned = store.input([1], view: TestTimeView(turns: 0.25)).scalars
    #expect(turned == [7, 8, 9, 1, 2, 3, 10, 11, 12, 4, 5, 6].map { Float($0) * (1 / 255) })
  }

  /// A turn that is nearly exact has nearly the numbers of one that is, and a zoom about the centre doubles a ramp's step.
  @Test func otherViewsAreInterpolated() throws {
    let side = 9
    let ramp = try store(side, side, (0..<side * side).map { UInt8(100 + 3 * ($0 % side) + 5 * ($0 / side)) })
    for turns in [0.25, 0.5, 0.75] {
      let exact = ramp.input([0], view: TestTimeView(isMirrored: true, turns: turns)).scalars
      let near = ramp.input([0], view: TestTimeView(isMirrored: true, turns: turns + 1e-6)).scalars
      #expect(zip(exact, near).allSatisfy { abs($0 - $1) < 0.05 }, "\(turns)")
    }
    let zoomed = ramp.input([0], view: TestTimeView(zoom: 2)).scalars
    let plain = ramp.input([0]).scalars
    #expect(abs(zoomed[4 * side + 4] - plain[4 * side + 4]) < 1e-3)
    #expect(abs(zoomed[4 * side + 6] - plain[4 * side + 5]) < 1e-3)
    #expect(abs(zoomed[2 * side + 4] - plain[3 * side + 4]) < 1e-3)
  }
}
