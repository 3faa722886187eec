// The colours by which the simplest baselines know a galaxy.
public import Images

/// Two colours of an image: that of its centre and that of all of it.
public struct ColorFeatures: Equatable, Sendable {
  /// Red, green and blue of the pixel at (width / 2, height / 2), in 0...1.
  public let centralPixel: SIMD3<Double>
  /// The mean red, green and blue of all pixels, in 0...1.
  public let meanColor: SIMD3<Double>

  /// The colours of `image`; a grey image has three equal channels.
  public init(_ image: Image) {
    let channels = image.channels
    let sums = image.pixels.withUnsafeBufferPointer { pixels in
      var sums = SIMD3<Int>.zero
      for start in stride(from: 0, to: pixels.count, by: channels) {
        sums &+= Self.color(pixels, start, channels)
      }
      return sums
    }
    let center = (image.height / 2 * image.width + image.width / 2) * channels
    centralPixel = image.pixels.withUnsafeBufferPointer { SIMD3<Double>(Self.color($0, center, channels)) / 255 }
    meanColor = SIMD3<Double>(sums) / Double(255 * image.width * image.height)
  }

  private static func color(_ pixels: UnsafeBufferPointer<UInt8>, _ start: Int, _ channels: Int) -> SIMD3<Int> {
    let last = channels - 1
    return SIMD3(Int(pixels[start]), Int(pixels[start + last / 2]), Int(pixels[start + last]))
  }
}
