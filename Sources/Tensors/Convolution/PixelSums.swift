// Sums over windows of one pixel: the channels of pixels times a matrix.
internal import CKernels

extension WeightPanels {
  // Pixels this many floats apart, or a multiple, all fall into one set of a core's first cache, which has room for fewer
  // than a tile has pixels.
  private static let badStride = 1024
  // Keeps aligned pixels aligned.
  private static let gap = 16

  /// Sums a line of pixels, one behind the other, with the weights of some panels, of all unless given.
  ///
  /// - Parameters:
  ///   - place: where in the target the line begins, in floats.
  ///   - moments: [2, targetChannels], needed where the epilogue has a shift.
  func sumLine(
    from source: UnsafePointer<Float>, _ count: Int, _ channels: Int, into target: UnsafeMutablePointer<Float>,
    place: Int, _ targetChannels: Int, panels range: Range<Int>? = nil, epilogue: Epilogue = Epilogue(),
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
      line.output = target + place + channel
      line.addend = epilogue.addend.map { $0.pointer + place + channel }
      line.describe(epilogue, panel: panel, of: panels, moments: moments)
      gk_window_sums(&line)
    }
    withExtendedLifetime(spread) {}
  }
}

extension gk_window_line {
  /// Sets the channels of a panel and what becomes of their sums, but for an addend, whose place depends on the pixels.
  ///
  /// - Parameter moments: [2, channels of all panels].
  mutating func describe(
    _ epilogue: Epilogue, panel: Int, of panels: ChannelPanels, moments: UnsafeMutablePointer<Float>?
  ) {
    let channel = panels.first(of: panel)
    channels = panels.channels(in: panel)
    (lower, upper) = (epilogue.rectification.lower, epilogue.rectification.upper)
    bias = epilogue.bias.map { UnsafePointer($0.pointer + channel) }
    shift = epilogue.shift.map { UnsafePointer($0.pointer + channel) }
    sums = moments.map { $0 + channel }
    squares = sums.map { $0 + panels.channels }
  }
}
