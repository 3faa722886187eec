// Convolution in which every output channel sees all input channels, by the fastest algorithm for its shape.
internal import CKernels
internal import Preconditions

/// A convolution of given shapes, and the algorithms that compute it and its two gradients.
///
/// Winograd's tiles are two to three times as fast as the direct sum for windows of 3, 5 and 7 pixels with stride 1,
/// where there are enough channels to make up for the transforms of pixels, and enough tiles to make up for those of
/// weights: not in the first layer of a network, and in training not in late ones on images of a few pixels, unless
/// the batch is large. They round more, so how much of that is allowed is the caller's choice: batch norm over a few
/// nearly equal values magnifies a part in a million to one in a thousand, and ReLUs and pools near a tie then decide
/// otherwise.
///
/// Direct convolution is faster than windows written out for BLAS everywhere but for the gradient with respect to an
/// input of a few channels: there most of every vector that it computes is padding. With AVX-512 and one to three
/// channels, 7 to 20 GFLOP/s stand against 31 to 42 of BLAS, on a core that reaches 123.
struct StandardConvolution: Sendable {
  private let direct: DirectConvolution
  private let cachesWeights: Bool
  /// What normalises its input while it reads it; nil where that does not pay.
  private let pointwise: PointwiseConvolution?
  /// Tiles on the output, and tiles on the input for its gradient; nil where the direct sum is faster.
  private let outputTiles, inputTiles: WinogradConvolution?

  var geometry: WindowGeometry { direct.geometry }

  /// - Parameters:
  ///   - precision: how much rounding is allowed.
  ///   - cachesWeights: whether weights will be used again, so that packed and transformed ones are cached with them.
  init(geometry g: WindowGeometry, outputChannels: Int, precision: ConvolutionPrecision, cachesWeights: Bool) {
    direct = DirectConvolution(geometry: g, outputChannels: outputChannels)
    self.cachesWeights = cachesWeights
    pointwise = PointwiseConvolution(geometry: g, outputChannels: outputChannels)
    func tiles(_ rows: Int, _ columns: Int) -> WinogradConvolution? {
      WinogradConvolution.fastest(
        g, rows: rows, columns: columns, outputChannels: outputChannels, precision: precision,
        cachesWeights: cachesWeights)
    }
    outputTiles = tiles(g.outputHeight, g.outputWidth)
    inputTiles = tiles(g.inputHeight, g.inputWidth)
  }

  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K].
  init(
    _ input: Shape, _ weight: Shape, bias: Shape?, stride: HeightWidth, padding: Padding,
    precision: ConvolutionPrecision = .exact, cachesWeights: Bool = false
  ) {
    require(
      weight.rank == 4 && input.rank == 4 && weight[2] == input[3],
      "conv2D: input \(input) and weight \(weight) do not share their channels")
    require(bias.map { $0 == [weight[3]] } ?? true, "conv2D: weight \(weight) and bias \(bias ?? [])")
    let geometry = WindowGeometry(
      input: input, kernel: HeightWidth(weight[0], weight[1]), stride: stride, padding: padding,
      operation: "conv2D")
    self.init(
      geometry: geometry, outputChannels: weight[3], precision: precision, cachesWeights: cachesWeights)
  }

  /// Weights for the direct sum, cached if they are used again.
  private func packed(_ weight: Tensor) -> WeightPanels {
    cachesWeights ? weight.cached(weight.shape.dimensions) { direct.packed(weight) } : direct.packed(weight)
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

extension StandardConvolution: ConvolutionOperator {
  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → output [N, OH, OW, K], moments [chunks, 2, K].
  func forward(_ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue) -> (output: Tensor, moments: Tensor?) {
    if let pointwise, let normalized = input.deferred(as: DeferredNormalization.self) {
      return pointwise.forward(normalized, direct.packed(weight), epilogue: epilogue)
    }
    if direct.geometry.isPointwise, epilogue.shift == nil, let depthwise = input.deferred(as: DeferredDepthwise.self),
      depthwise.hasManyRows
    {
      let output = depthwise.convolved(with: packed(weight), outputChannels: direct.outputChannels, epilogue: epilogue)
      return (output, nil)
    }
    let input = input.tensor
    if let outputTiles {
      guard cachesWeights else { return outputTiles.forward(input, weight, epilogue: epilogue) }
      let weights = weight.cached(weight.shape.dimensions + [outputTiles.tile.outputs]) {
        outputTiles.transformed(weight)
      }
      return outputTiles.forward(input, weights, epilogue: epilogue)
    }
    return direct.forward(input, packed(weight), epilogue: epilogue)
  }

  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K], dPreactivation [N, OH, OW, K] → [N, H, W, C] and
  ///   [KH, KW, C, K].
  func gradients(
    _ input: Variable.Contents, _ weight: Tensor, _ dPreactivation: consuming PreactivationGradient, wantsInput: Bool,
    wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?) {
    let dRows = (consume dPreactivation).readableByRows()
    if let pointwise, wantsInput, case .deferred(let gradient) = dRows {
      return pointwise.gradients(input, weight, gradient)
    }
    let dOutput = (consume dRows).tensor()
    return (
      wantsInput ? inputGradient(dOutput, weight) : nil,
      wantsWeight ? weightGradient(input.tensor, dOutput) : nil
    )
  }
}
