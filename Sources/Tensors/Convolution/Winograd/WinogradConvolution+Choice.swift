// Whether Winograd's tiles are worth their transforms, and which.

extension WinogradConvolution {
  /// The convolution by the fastest tiles for rows × columns sums an image; nil if the direct sum is better.
  static func fastest(
    _ g: WindowGeometry, rows: Int, columns: Int, outputChannels: Int, precision: ConvolutionPrecision,
    cachesWeights: Bool
  ) -> WinogradConvolution? {
    guard
      g.stride == 1, g.kernelHeight == g.kernelWidth, g.kernelHeight > 1,
      min(g.channels, outputChannels) >= leastChannels
    else { return nil }
    let taps = WindowAxis.rows(of: g).tapsInside * WindowAxis.columns(of: g).tapsInside
    // Weights that are kept cost nothing here, so that the choice, and with it an image's result, does not depend on the
    // other images in a batch. In training it may: the more images, the less transforming weights costs.
    let batch = cachesWeights ? 1 : g.batch
    var leastTime = batch * taps * g.channels * outputChannels
    var best: WinogradTile?
    for tile in WinogradTile.all(taps: g.kernelHeight, precision: precision) {
      let time = tile.time(
        batch: batch, rows: rows, columns: columns, inputChannels: g.channels, outputChannels: outputChannels,
        cachesWeights: cachesWeights)
      if leastGain * Double(time) < Double(leastTime) { (leastTime, best) = (time, tile) }
    }
    return best.map { WinogradConvolution(geometry: g, outputChannels: outputChannels, tile: $0) }
  }

  // What tiles, and larger ones instead of smaller ones, must gain: times are estimates, and rounding grows with tiles.
  private static let leastGain = 1.2
  private static let leastChannels = 16
}

extension WindowAxis {
  /// Taps of all windows that lie on the source.
  fileprivate var tapsInside: Int { (0..<count).reduce(0) { $0 + tapsInside(window: $1).count } }
}
