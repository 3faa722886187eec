// Which algorithm computes each product of a convolution.
internal import CKernels

/// The three products of a convolution for one geometry, each by the fastest way that the package has.
///
/// Winograd's tiles are two to three times as fast as the direct sum for windows of 3, 5 and 7 pixels and stride 1, where
/// there are enough channels to make up for the transforms of pixels, and enough tiles to make up for those of weights:
/// from the first layer of a network and from the last ones, on images of a few pixels, nothing is gained.
///
/// Direct convolution is faster than windows written out for BLAS everywhere but for the gradient with respect to an
/// input of a few channels: there most of every vector that it computes is padding. With AVX-512 and one to three
/// channels, 7 to 20 GFLOP/s stand against 31 to 42 of BLAS, on a core that reaches 123.
struct ConvolutionProducts: Sendable {
  private let direct: DirectConvolution
  /// Tiles on the output, and tiles on the input for its gradient; nil where the direct sum is faster.
  private let outputTiles, inputTiles: WinogradConvolution?

  /// - Parameter accuracy: how much rounding is allowed.
  init(geometry g: WindowGeometry, outputChannels: Int, accuracy: ConvolutionAccuracy = .standard) {
    direct = DirectConvolution(geometry: g, outputChannels: outputChannels)
    let (rows, columns) = (WindowAxis.rows(of: g), WindowAxis.columns(of: g))
    let directTime = g.batch * rows.tapsInside * columns.tapsInside * g.channels * outputChannels
    func tiles(rows: Int, columns: Int) -> WinogradConvolution? {
      guard min(g.channels, outputChannels) >= Self.leastChannels,
        let (tile, time) = WinogradTile.fastest(
          g, rows: rows, columns: columns, outputChannels: outputChannels, accuracy: accuracy),
        Self.leastGain * Double(time) < Double(directTime)
      else { return nil }
      return WinogradConvolution(geometry: g, outputChannels: outputChannels, tile: tile)
    }
    outputTiles = tiles(rows: g.outputHeight, columns: g.outputWidth)
    inputTiles = tiles(rows: g.inputHeight, columns: g.inputWidth)
  }

  // Times are estimates, and Winograd's products round more.
  private static let leastGain = 1.3
  private static let leastChannels = 32

  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K] → [N, OH, OW, K].
  func forward(_ input: Tensor, _ weight: Tensor, bias: Tensor?) -> Tensor {
    let epilogue = Epilogue(bias: bias)
    return outputTiles?.forward(input, weight, epilogue: epilogue).output
      ?? direct.forward(input, weight, epilogue: epilogue).output
  }

  /// - Shape: dOutput [N, OH, OW, K], weight [KH, KW, C, K] → [N, H, W, C].
  func inputGradient(_ dOutput: Tensor, _ weight: Tensor) -> Tensor {
    if let inputTiles { return inputTiles.inputGradient(dOutput, weight) }
    let channels = direct.geometry.channels
    guard 4 * channels <= gk_panel_width(channels) else { return direct.inputGradient(dOutput, weight) }
    return MatrixProductConvolution(geometry: direct.geometry, outputChannels: direct.outputChannels)
      .inputGradient(dOutput, weight)
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    outputTiles?.weightGradient(input, dOutput) ?? direct.weightGradient(input, dOutput)
  }
}

extension WindowAxis {
  /// Taps of all windows that lie on the source.
  fileprivate var tapsInside: Int { (0..<count).reduce(0) { $0 + tapsInside(window: $1).count } }
}
