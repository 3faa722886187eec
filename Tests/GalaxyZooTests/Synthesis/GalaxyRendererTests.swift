import Foundation
import GalaxyZoo
import Tensors
import Testing

@Suite struct GalaxyRendererTests {
  private let size = 301
  private let color = StellarColor(gr: 0.7, ri: 0.3)

  private func drawn(_ galaxy: GalaxyModel) -> SkyFrame {
    var frame = SkyFrame(size: size)
    var renderer = GalaxyRenderer(galaxy, x: 150, y: 150, random: RandomSource(seed: 1))
    renderer.draw(into: &frame)
    return frame
  }

  private func spheroid(index: Float, axisRatio: Float = 1, fraction: Float = 1) -> Spheroid {
    Spheroid(fraction: fraction, halfLightRadius: 1, index: index, axisRatio: axisRatio, color: color)
  }

  private func elliptical(index: Float, axisRatio: Float = 1, angle: Float = 0) -> GalaxyModel {
    // A radius of 20 pixels.
    GalaxyModel(
      magnitude: 15, radius: 20 * SkyFrame.pixelScale, positionAngle: angle,
      spheroid: spheroid(index: index, axisRatio: axisRatio))
  }

  private func disk(cosine: Float) -> Disk {
    Disk(scaleLength: 0.6, cosineOfInclination: cosine, thickness: 0.15, color: color, youngColor: color)
  }

  private func diskGalaxy(_ disk: Disk) -> GalaxyModel {
    GalaxyModel(
      magnitude: 15, radius: 20 * SkyFrame.pixelScale, positionAngle: 0, spheroid: spheroid(index: 1, fraction: 0),
      disk: disk)
  }

  /// Magnitude 15 is 1000 nanomaggies.
  @Test(arguments: [1, 2, 4] as [Float]) func spheroidsHaveTheirFluxAndHalfOfItWithinTheirRadius(index: Float) {
    let frame = drawn(elliptical(index: index))
    let total = frame.light.reduce(0) { $0 + $1[1] }
    // De Vaucouleurs' law loses a few per cent beyond the frame.
    #expect(abs(total - 1000) < 50)
    var within: Float = 0
    for y in 0..<size {
      for x in 0..<size where (x - 150) * (x - 150) + (y - 150) * (y - 150) <= 400 {
        within += frame.light[y * size + x][1]
      }
    }
    #expect(abs(within - 500) < 15)
  }

  @Test func bandsFollowTheColor() {
    let total = drawn(elliptical(index: 1)).light.reduce(.zero, +)
    #expect(abs(total[0] / total[1] - pow(10, 0.12)) < 1e-3)
    #expect(abs(total[2] / total[1] - pow(10, -0.28)) < 1e-3)
  }

  @Test func momentsGiveAxisRatioAndDirection() {
    let frame = drawn(elliptical(index: 1, axisRatio: 0.5, angle: 0.6))
    var (xx, yy, xy): (Float, Float, Float) = (0, 0, 0)
    for y in 0..<size {
      for x in 0..<size {
        let (dx, dy, light) = (Float(x - 150), Float(y - 150), frame.light[y * size + x][1])
        xx += light * dx * dx
        yy += light * dy * dy
        xy += light * dx * dy
      }
    }
    let angle = 0.5 * atan2(2 * xy, xx - yy)
    let spread = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    let ratio = (((xx + yy) / 2 - spread) / ((xx + yy) / 2 + spread)).squareRoot()
    #expect(abs(angle - 0.6) < 0.02)
    #expect(abs(ratio - 0.5) < 0.02)
  }

  @Test(arguments: [0.02, 0.4, 1] as [Float]) func disksHaveTheirFluxAtAnyInclination(cosine: Float) {
    let total = drawn(diskGalaxy(disk(cosine: cosine))).light.reduce(0) { $0 + $1[1] }
    #expect(abs(total - 1000) < 20)
  }

  @Test func patternsMoveLightAboutAndKeepItsSum() {
    var patterned = disk(cosine: 0.8)
    patterned.arms = Arms(count: 3, pitch: 0.4, contrast: 0.8, sharpness: 3, phase: 1, flocculence: 0)
    patterned.bar = Bar(fraction: 0.15, length: 0.6, axisRatio: 0.3, angle: 1)
    patterned.ring = Ring(fraction: 0.2, radius: 1.2, width: 0.1)
    let frame = drawn(diskGalaxy(patterned))
    #expect(abs(frame.light.reduce(0) { $0 + $1[1] } - 1000) < 60)
  }

  @Test(arguments: 1...5) func armsRepeatAsOftenAsTheyAreMany(count: Int) throws {
    var spiral = disk(cosine: 1)
    spiral.arms = Arms(count: count, pitch: 0.4, contrast: 0.9, sharpness: 1.5, phase: 1, flocculence: 0)
    let frame = drawn(diskGalaxy(spiral))
    // The amplitudes of the harmonics of the light along a circle of 25 pixels.
    let amplitudes = (1...8).map { order in
      var (real, imaginary): (Float, Float) = (0, 0)
      for step in 0..<360 {
        let angle = 2 * .pi * Float(step) / 360
        let (x, y) = (Int((150 + 25 * cos(angle)).rounded()), Int((150 + 25 * sin(angle)).rounded()))
        real += frame.light[y * size + x][1] * cos(Float(order) * angle)
        imaginary += frame.light[y * size + x][1] * sin(Float(order) * angle)
      }
      return real * real + imaginary * imaginary
    }
    let strongest = try #require(amplitudes.max())
    #expect(amplitudes.firstIndex(of: strongest) == count - 1)
  }

  @Test func dustDarkensThePlaneAndMostOfAllInBlue() {
    var dusty = disk(cosine: 0.01)
    let clear = drawn(diskGalaxy(dusty)).light[150 * size + 160]
    dusty.dustDepth = 1.5
    let dark = drawn(diskGalaxy(dusty)).light[150 * size + 160]
    let passed = dark / clear
    #expect(passed[2] < passed[1] && passed[1] < passed[0] && passed[0] < 0.9)
  }
}
