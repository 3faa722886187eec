// Which algorithm computes each product of a convolution.
internal import CKernels

/// The three products of a convolution for one geometry, each by the fastest way that the package has.
///
/// Direct convolution is faster than windows written out for BLAS everywhere but for the gradient with respect to an
/// input of a few channels: there most of every vector that it computes is padding. With AVX-512 and one to three
/// channels, 7 to 20 GFLOP/s stand against 31 to 42 of BLAS, on a core that reaches 123.
struct ConvolutionProducts: Sendable {
  private let direct: DirectConvolution

  init(geometry: WindowGeometry, outputChannels: Int) {
    direct = DirectConvolution(geometry: geometry, outputChannels: outputChannels)
  }

  /// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K] → [N, OH, OW, K].
  func forward(_ input: Tensor, _ weight: Tensor, bias: Tensor?) -> Tensor {
    direct.forward(input, weight, epilogue: Epilogue(bias: bias)).output
  }

  /// - Shape: dOutput [N, OH, OW, K], weight [KH, KW, C, K] → [N, H, W, C].
  func inputGradient(_ dOutput: Tensor, _ weight: Tensor) -> Tensor {
    let channels = direct.geometry.channels
    guard 4 * channels <= gk_panel_width(channels) else { return direct.inputGradient(dOutput, weight) }
    return MatrixProductConvolution(geometry: direct.geometry, outputChannels: direct.outputChannels)
      .inputGradient(dOutput, weight)
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    direct.weightGradient(input, dOutput)
  }
}
