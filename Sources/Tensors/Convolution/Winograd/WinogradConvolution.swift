// Convolution by Winograd's tiles: fewer products than the direct sum, at the price of more rounding.
internal import Preconditions

/// A convolution with stride 1 and a square window for one geometry and its two gradients, through one size of tile.
package struct WinogradConvolution: Sendable {
  package let geometry: WindowGeometry
  package let outputChannels: Int
  let tile: WinogradTile
  private let correlation: WinogradCorrelation

  package init(geometry: WindowGeometry, outputChannels: Int, tile: WinogradTile) {
    require(
      geometry.stride == 1 && geometry.kernelHeight == tile.taps && geometry.kernelWidth == tile.taps,
      "WinogradConvolution: \(tile) does not fit \(geometry)")
    self.geometry = geometry
    self.outputChannels = outputChannels
    self.tile = tile
    correlation = WinogradCorrelation(
      batch: geometry.batch, rows: .rows(of: geometry), columns: .columns(of: geometry),
      sourceChannels: geometry.channels, targetChannels: outputChannels, tile: tile)
  }

  /// Weights transformed for ``forward(_:_:epilogue:)-(_,WinogradWeights,_)``; they fit images of any size.
  ///
  /// - Shape: weight [KH, KW, C, K].
  package func transformed(_ weight: Tensor) -> WinogradWeights {
    WinogradWeights(weight, for: correlation, transposed: false)
  }

  /// The sums over windows after the epilogue and, where it has a shift, their moments, by chunks to be added up.
  ///
  /// - Shape: input [N, H, W, C] → output [N, OH, OW, K], moments [chunks, 2, K].
  package func forward(
    _ input: Tensor, _ weights: WinogradWeights, epilogue: Epilogue = Epilogue()
  ) -> (output: Tensor, moments: Tensor?) {
    require(
      weights.tile == tile, "WinogradConvolution: weights are transformed for \(weights.tile), expected \(tile)")
    return epilogue.output(geometry.outputShape(channels: outputChannels), chunks: correlation.chunkCount) {
      target, moments in
      withPointers(input) { source in
        correlation.run(source, weights, into: target, epilogue: epilogue, moments: moments)
      }
    }
  }

  /// As ``forward(_:_:epilogue:)-(_,WinogradWeights,_)``, for weights that are used once.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → output [N, OH, OW, K], moments [chunks, 2, K].
  package func forward(
    _ input: Tensor, _ weight: Tensor, epilogue: Epilogue = Epilogue()
  ) -> (output: Tensor, moments: Tensor?) {
    forward(input, transformed(weight), epilogue: epilogue)
  }

  /// - Shape: dOutput [N, OH, OW, K], weight [KH, KW, C, K] → [N, H, W, C].
  package func inputGradient(_ dOutput: Tensor, _ weight: Tensor) -> Tensor {
    let g = geometry
    let rows = WindowAxis.gradient(
      input: g.inputHeight, output: g.outputHeight, kernel: g.kernelHeight, stride: 1, before: g.top)
    let columns = WindowAxis.gradient(
      input: g.inputWidth, output: g.outputWidth, kernel: g.kernelWidth, stride: 1, before: g.left)
    return Tensor(uninitialized: [g.batch, g.inputHeight, g.inputWidth, g.channels]) { target in
      withPointers(dOutput) { source in
        // One of each, as the stride is 1.
        for (row, column) in zip(rows, columns) {
          let correlation = WinogradCorrelation(
            batch: g.batch, rows: row, columns: column, sourceChannels: outputChannels, targetChannels: g.channels,
            tile: tile)
          let weights = WinogradWeights(weight, for: correlation, transposed: true)
          correlation.run(source, weights, into: target)
        }
      }
    }
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  package func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    WinogradWeightGradient(geometry: geometry, outputChannels: outputChannels, tile: tile)(input, dOutput)
  }
}
