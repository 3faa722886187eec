import GalaxyZoo
import Images
import Testing

@Suite struct ColorFeaturesTests {
  @Test func centreAndMeanOfAnRGBImage() {
    // 2 × 2: the pixel at (1, 1) is the last.
    let image = Image(
      width: 2, height: 2, channels: 3, pixels: [0, 10, 20, 30, 40, 50, 60, 70, 80, 255, 0, 51])
    let features = ColorFeatures(image)
    #expect(features.centralPixel == SIMD3(1, 0, 0.2))
    #expect(features.meanColor == SIMD3<Double>(345, 120, 201) / 1020)
  }

  @Test func theCentreCountsColumnsAndRows() {
    var pixels = [UInt8](repeating: 0, count: 5 * 3 * 3)
    pixels.replaceSubrange((1 * 5 + 2) * 3..<(1 * 5 + 2) * 3 + 3, with: [255, 51, 102])
    let image = Image(width: 5, height: 3, channels: 3, pixels: pixels)
    #expect(ColorFeatures(image).centralPixel == SIMD3(1, 0.2, 0.4))
  }

  @Test func greyHasEqualChannels() {
    let image = Image(width: 3, height: 1, channels: 1, pixels: [0, 51, 255])
    #expect(ColorFeatures(image).centralPixel == SIMD3(repeating: 0.2))
    #expect(ColorFeatures(image).meanColor == SIMD3<Double>(repeating: 306) / 765)
  }
}
