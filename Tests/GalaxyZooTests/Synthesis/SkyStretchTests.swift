import GalaxyZoo
import Testing

@Suite struct SkyStretchTests {
  /// Values of asinh(6.7 · 0.28 · I) / 6.7 with Python's math.asinh.
  @Test(arguments: [(0.1, 0.027838), (1, 0.206980), (20, 0.644507)] as [(Float, Float)])
  func greyFollowsTheInverseHyperbolicSine(intensity: Float, expected: Float) {
    let color = SkyStretch.stretched(BandFlux(repeating: intensity) / SkyStretch.weights)
    for band in 0..<3 { #expect(abs(color[band] - expected) < 1e-4) }
  }

  @Test func huesAreTheSameAtAnyBrightness() {
    let light = BandFlux(1, 0.7, 0.2)
    for brightness: Float in [0.01, 1, 100, 10_000] {
      let color = SkyStretch.stretched(light * brightness)
      let weighted = light * SkyStretch.weights
      #expect(abs(color[1] / color[0] - weighted[1] / weighted[0]) < 1e-4)
      #expect(abs(color[2] / color[0] - weighted[2] / weighted[0]) < 1e-4)
      #expect(color.max() <= 1)
    }
  }

  @Test func theSkyIsBlack() {
    #expect(SkyStretch.stretched(.zero) == .zero)
    #expect(SkyStretch.stretched(BandFlux(-1, -1, -1)) == .zero)
  }
}
