// The tiles of Winograd convolution.

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
  package static func all(taps: Int, precision: ConvolutionPrecision) -> [WinogradTile] {
    let outputs = [3: [4, 6], 5: [4], 7: [2]][taps, default: []]
    let more = [5: [6], 7: [4]][taps, default: []]
    return (precision == .exact ? [] : precision == .relaxed ? outputs + more : outputs).map {
      WinogradTile(outputs: $0, taps: taps)
    }
  }

  /// Estimate of the time for making rows × columns outputs of a batch of images, in multiply-adds of the direct sum;
  /// transforming weights counts where these are not kept.
  func time(
    batch: Int, rows: Int, columns: Int, inputChannels: Int, outputChannels: Int, cachesWeights: Bool
  ) -> Int {
    let tiles = batch * Parallel.chunkCount(rows, grain: outputs) * Parallel.chunkCount(columns, grain: outputs)
    let products = inputChannels * outputChannels
    return positions
      * (tiles * (products + Self.floatTime * (inputChannels + outputChannels))
        + (cachesWeights ? 0 : Self.weightTime) * products)
  }

  // Time to transform a float of a tile, and one of the weights, which come from memory and go there; from measurements
  // with AVX-512.
  private static let floatTime = 12, weightTime = 48
}
