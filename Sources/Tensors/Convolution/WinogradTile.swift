// The tiles of Winograd convolution.

/// How much rounding a convolution may add for the sake of speed.
public enum ConvolutionAccuracy: Sendable, Hashable {
  /// Little more than that of the sums themselves.
  case standard
  /// About seven times as much: for inference, and for training that tolerates it.
  case relaxed
}

/// F(m×m, r×r): m×m outputs of an r×r window from one product for each position of a tile of side m + r - 1.
package struct WinogradTile: Sendable, Hashable {
  /// m.
  package let outputs: Int
  /// r.
  package let taps: Int

  package init(outputs: Int, taps: Int) {
    self.outputs = outputs
    self.taps = taps
  }

  package var side: Int { outputs + taps - 1 }
  package var positions: Int { side * side }

  /// The tiles that there are kernels for.
  package static func all(taps: Int, accuracy: ConvolutionAccuracy) -> [WinogradTile] {
    let outputs = [3: [4, 6], 5: [4], 7: [2]][taps, default: []]
    let more = [5: [6], 7: [4]][taps, default: []]
    return (accuracy == .relaxed ? outputs + more : outputs).map { WinogradTile(outputs: $0, taps: taps) }
  }

  /// The tile that takes the least time to make rows × columns outputs for a batch of images, and that time.
  static func fastest(
    _ g: WindowGeometry, rows: Int, columns: Int, outputChannels: Int, accuracy: ConvolutionAccuracy
  ) -> (tile: WinogradTile, time: Int)? {
    guard g.stride == 1, g.kernelHeight == g.kernelWidth else { return nil }
    return all(taps: g.kernelHeight, accuracy: accuracy).map { tile in
      let tiles =
        g.batch * Parallel.pieces(rows, grain: tile.outputs) * Parallel.pieces(columns, grain: tile.outputs)
      return (tile, tile.time(tiles: tiles, inputs: g.channels, outputs: outputChannels))
    }.min { $0.time < $1.time }
  }

  /// What the products and transforms take, in units of a multiply-add of the direct sum.
  private func time(tiles: Int, inputs: Int, outputs: Int) -> Int {
    let weights = inputs * outputs
    return positions * (tiles * (weights + Self.pixelTime * (inputs + outputs)) + Self.weightTime * weights)
  }

  // Time to transform a float of a tile, and one of the weights, which come from and go to memory.
  private static let pixelTime = 12, weightTime = 32
}
