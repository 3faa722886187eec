import GalaxyZoo
import Testing

@Suite struct PointSpreadTests {
  private let spread = PointSpread(
    sigma: BandFlux(1.2, 1.4, 1.6), offsetX: BandFlux(0.4, 0, -0.3), offsetY: BandFlux(-0.2, 0, 0.5))

  private func blurredPoint() -> SkyFrame {
    var frame = SkyFrame(size: 61)
    frame.light[30 * 61 + 30] = BandFlux(1, 2, 3)
    spread.blur(&frame)
    return frame
  }

  @Test func blurKeepsTheLightAndShiftsEveryBandByItsOffset() {
    let frame = blurredPoint()
    var (total, x, y) = (BandFlux.zero, BandFlux.zero, BandFlux.zero)
    for row in 0..<61 {
      for column in 0..<61 {
        let light = frame.light[row * 61 + column]
        total += light
        x += light * Float(column - 30)
        y += light * Float(row - 30)
      }
    }
    let flux = BandFlux(1, 2, 3)
    for band in 0..<3 {
      #expect(abs(total[band] - flux[band]) < 1e-4)
      #expect(abs(x[band] / total[band] - spread.offsetX[band]) < 0.03)
      #expect(abs(y[band] / total[band] - spread.offsetY[band]) < 0.03)
    }
  }

  @Test func aBlurredPointLooksLikeAStar() {
    let frame = blurredPoint()
    for (column, row) in [(30, 30), (32, 30), (29, 33), (36, 34)] {
      let expected = spread.density(x: Float(column - 30), y: Float(row - 30)) * BandFlux(1, 2, 3)
      for band in 0..<3 {
        #expect(abs(frame.light[row * 61 + column][band] - expected[band]) < 0.015 * expected[band] + 1e-4)
      }
    }
  }

  @Test func nothingIsMadeOfNothing() {
    var frame = SkyFrame(size: 16)
    spread.blur(&frame)
    #expect(frame.light.allSatisfy { $0 == .zero })
  }
}
