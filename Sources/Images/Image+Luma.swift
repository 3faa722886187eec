// RGB to grey.

extension Image {
  /// The image's luma as JPEG defines it (ITU-R BT.601 weights); a grey image is its own.
  ///
  /// - Shape: [H, W, C] → [H, W, 1]
  public var luma: Image {
    if channels == 1 { return self }
    let levels = [UInt8](unsafeUninitializedCapacity: width * height) { levels, count in
      pixels.withUnsafeBufferPointer { pixels in
        for i in 0..<levels.count {
          // The weights 0.299, 0.587 and 0.114 in 16 bits.
          let sum = 19595 * UInt32(pixels[3 * i]) + 38470 * UInt32(pixels[3 * i + 1]) + 7471 * UInt32(pixels[3 * i + 2])
          levels[i] = UInt8(truncatingIfNeeded: (sum + 32768) >> 16)
        }
      }
      count = width * height
    }
    return Image(width: width, height: height, channels: 1, pixels: levels)
  }
}

extension SIMD3<Float> {
  /// The luma of a colour (red, green, blue), with the same weights.
  package var luma: Float { 0.299 * x + 0.587 * y + 0.114 * z }
}
