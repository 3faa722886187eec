// Which algorithm computes each product of a convolution.
internal import CKernels

/// The three products of a convolution for one geometry, each by the fastest way that the package has.
///
/// Winograd's tiles are two to three times as fast as the direct sum for windows of 3, 5 and 7 pixels with stride 1, where
/// there are enough channels to make up for the transforms of pixels, and enough tiles to make up for those of weights:
/// not in the first layer of a network, and not in late ones on images of a few pixels. They round more, so how much of that
/// is allowed is the caller's choice: batch norm over a few nearly equal values magnifies a part in a million to one in a
/// thousand, and rectifiers and pools near a tie then decide otherwise.
///
/// Direct convolution is faster than windows written out for BLAS everywhere but for the gradient with respect to an
/// input of a few channels: there most of every vector that it computes is padding. With AVX-512 and one to three
/// channels, 7 to 20 GFLOP/s stand against 31 to 42 of BLAS, on a core that reaches 123.
struct ConvolutionProducts: Sendable {
  private let direct: DirectConvolution
  private let keepsWeights: Bool
  /// What reads norms while it goes; nil where that does not pay.
  private let pointwise: PointwiseProducts?
  /// Tiles on the output, and tiles on the input for its gradient; nil where the direct sum is faster.
  private let outputTiles, inputTiles: WinogradConvolution?

  /// - Parameters:
  ///   - precision: how much rounding is allowed.
  ///   - keepsWeights: whether weights will be used again, so that what is made of them is kept.
  init(geometry g: WindowGeometry, outputChannels: Int, precision: ConvolutionPrecision, keepsWeights: Bool) {
    direct = DirectConvolution(geometry: g, outputChannels: outputChannels)
    self.keepsWeights = keepsWeights
    pointwise = PointwiseProducts(geometry: g, outputChannels: outputChannels)
    func tiles(_ rows: Int, _ columns: Int) -> WinogradConvolution? {
      Self.tiles(
        g, rows: rows, columns: columns, outputChannels: outputChannels, precision: precision,
        keepsWeights: keepsWeights)
    }
    outputTiles = tiles(g.outputHeight, g.outputWidth)
    inputTiles = tiles(g.inputHeight, g.inputWidth)
  }

  /// The tiles to make rows × columns sums an image with; nil if the direct sum is better.
  private static func tiles(
    _ g: WindowGeometry, rows: Int, columns: Int, outputChannels: Int, precision: ConvolutionPrecision,
    keepsWeights: Bool
  ) -> WinogradConvolution? {
    guard
      g.stride == 1, g.kernelHeight == g.kernelWidth, g.kernelHeight > 1,
      min(g.channels, outputChannels) >= leastChannels
    else { return nil }
    let taps = WindowAxis.rows(of: g).tapsInside * WindowAxis.columns(of: g).tapsInside
    var leastTime = usualBatch * taps * g.channels * outputChannels
    var best: WinogradTile?
    for tile in WinogradTile.all(taps: g.kernelHeight, precision: precision) {
      let time = tile.time(
        batch: usualBatch, rows: rows, columns: columns, inputChannels: g.channels, outputChannels: outputChannels,
        keepsWeights: keepsWeights)
      if leastGain * Double(time) < Double(leastTime) { (leastTime, best) = (time, tile) }
    }
    return best.map { WinogradConvolution(geometry: g, outputChannels: outputChannels, tile: $0) }
  }

  // What tiles, and larger ones instead of smaller ones, must gain: times are estimates, and rounding grows with tiles.
  private static let leastGain = 1.2
  private static let leastChannels = 16
  // The choice must not depend on the batch: an image's result would depend on its company.
  private static let usualBatch = 16

  /// The sums over windows after the epilogue and, where it has a shift, their moments, by pieces to be added up.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → output [N, OH, OW, K], moments [pieces, 2, K].
  func forward(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> (output: Tensor, moments: Tensor?) {
    if case .normalized(let images) = input, let pointwise {
      return pointwise.forward(images, direct.packed(weight), epilogue: epilogue)
    }
    if case .depthwise(let images) = input, images.areManyRows, direct.geometry.isPointwise, epilogue.shift == nil {
      let output = images.convolved(with: packed(weight), outputChannels: direct.outputChannels, epilogue: epilogue)
      return (output, nil)
    }
    let input = input.tensor
    if let outputTiles {
      guard keepsWeights else { return outputTiles.forward(input, weight, epilogue: epilogue) }
      let weights = weight.kept(weight.shape.dimensions + [outputTiles.tile.outputs]) {
        outputTiles.transformed(weight)
      }
      return outputTiles.forward(input, weights, epilogue: epilogue)
    }
    return direct.forward(input, packed(weight), epilogue: epilogue)
  }

  /// Weights for the direct sum, kept if they are used again.
  private func packed(_ weight: Tensor) -> WeightPanels {
    keepsWeights ? weight.kept(weight.shape.dimensions) { direct.packed(weight) } : direct.packed(weight)
  }

  /// Gradients of the input and of the weight, where they are wanted.
  ///
  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K], dSums [N, OH, OW, K] → [N, H, W, C] and [KH, KW, C, K].
  func gradients(
    _ input: Activations, _ weight: Tensor, _ dSums: consuming SumsGradient, wantsInput: Bool, wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?) {
    if let pointwise, wantsInput, case .normalized(let gradient) = dSums {
      return pointwise.gradients(input, weight, gradient)
    }
    let dSums = (consume dSums).tensor()
    return (
      wantsInput ? inputGradient(dSums, weight) : nil,
      wantsWeight ? weightGradient(input.tensor, dSums) : nil
    )
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
