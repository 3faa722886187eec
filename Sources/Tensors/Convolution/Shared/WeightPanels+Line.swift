// Sums over windows of one pixel: the channels of pixels times a matrix.
internal import CKernels

extension WeightPanels {
  // Pixels this many floats apart, or a multiple, all fall into one set of a core's first cache, which has room for
  // fewer than a tile has pixels.
  private static let badStride = 1024
  // Keeps aligned pixels aligned.
  private static let gap = 16

  /// Sums a line of pixels, one behind the other, with the weights of some panels, of all unless given.
  ///
  /// - Parameters:
  ///   - offset: where in the target the line begins, in floats.
  ///   - moments: [2, targetChannels], needed where the epilogue has a shift.
  func sumLine(
    from source: UnsafePointer<Float>, _ count: Int, _ channels: Int, into target: UnsafeMutablePointer<Float>,
    offset: Int, _ targetChannels: Int, panels range: Range<Int>? = nil, epilogue: Epilogue = Epilogue(),
    moments: UnsafeMutablePointer<Float>? = nil
  ) {
    var line = gk_window_line()
    (line.input, line.pixel_stride, line.pixels) = (source, channels, count)
    var spread: Storage?
    if channels % Self.badStride == 0 {
      let copy = Storage(count: count * (channels + Self.gap))
      for pixel in 0..<count {
        (copy.pointer + pixel * (channels + Self.gap)).update(from: source + pixel * channels, count: channels)
      }
      (line.input, line.pixel_stride) = (UnsafePointer(copy.pointer), channels + Self.gap)
      spread = copy
    }
    (line.rows, line.run) = (1, channels)
    line.output_stride = targetChannels
    for panel in range ?? 0..<panels.count {
      let channel = panels.first(of: panel)
      line.weights = pointer(to: panel)
      line.output = target + offset + channel
      line.channels = panels.channels(in: panel)
      line.epilogue = epilogue.kernelArgument(
        channel: channel, of: targetChannels, addendOffset: offset + channel, moments: moments)
      gk_window_sums(&line)
    }
    withExtendedLifetime(spread) {}
  }
}
