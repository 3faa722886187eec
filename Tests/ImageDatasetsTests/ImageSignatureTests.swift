// What images look like: the same after they are encoded anew, different for different images.
import Foundation
import ImageDatasets
import Images
import Tensors
import Testing

@Suite struct ImageSignatureTests {
  @Test func cellsHoldTheRootsOfTheirMeans() {
    // Black, but for one cell of level 100 and 0.299 · 255 + 0.587 · 0 + 0.114 · 0 = 76.2 in another.
    var pixels = [UInt8](repeating: 0, count: 32 * 48 * 3)
    for row in 0..<3 {
      for column in 0..<2 {
        for channel in 0..<3 { pixels[(row * 32 + column) * 3 + channel] = 100 }
        pixels[((row + 3) * 32 + column + 4) * 3] = 255
      }
    }
    let values = ImageSignature(Image(width: 32, height: 48, channels: 3, pixels: pixels)).values
    // 16 · (√104 − 2) and 16 · (√80.2 − 2).
    #expect(values[0] == 131 && values[16 + 2] == 111)
    #expect(values.count == 256 && values.count { $0 != 0 } == 2)
  }

  @Test func sizeHardlyMatters() {
    let image = spot(brightness: 200)
    let signature = ImageSignature(image)
    #expect(signature.distance(to: signature) == 0)
    let larger = image.resized(width: 128, height: 96, by: .area)
    #expect(signature.distance(to: ImageSignature(larger)) < NearDuplicates.limit)
    #expect(signature.distance(to: ImageSignature(spot(brightness: 120))) > 10)
    for side in [1, 3, 15, 17] {
      let small = Image(width: side, height: side, channels: 1, pixels: [UInt8](repeating: 100, count: side * side))
      #expect(ImageSignature(small).values == [UInt8](repeating: 131, count: 256))
    }
  }
}
