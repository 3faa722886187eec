import Images
import Testing

@Suite struct CropTests {
  let image = Image(width: 5, height: 4, channels: 3, pixels: (0..<60).map { UInt8($0) })

  @Test func rectangleHoldsItsPixels() {
    let part = image.cropped(to: Rectangle(x: 3, y: 1, width: 2, height: 2))
    #expect(part == Image(width: 2, height: 2, channels: 3, pixels: [24, 25, 26, 27, 28, 29, 39, 40, 41, 42, 43, 44]))
    #expect(image.cropped(to: Rectangle(x: 0, y: 0, width: 5, height: 4)) == image)
    #expect(image.cropped(to: Rectangle(x: 4, y: 3, width: 1, height: 1)).pixels == [57, 58, 59])
  }

  @Test func centerIsInTheMiddle() {
    #expect(Rectangle(width: 3, height: 2, centeredIn: image.frame) == Rectangle(x: 1, y: 1, width: 3, height: 2))
    #expect(Rectangle(width: 2, height: 3, centeredIn: image.frame) == Rectangle(x: 1, y: 0, width: 2, height: 3))
  }
}
