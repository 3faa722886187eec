// Which algorithm computes each product of a convolution.

/// The three products of a convolution for one geometry, each by the fastest way that the package has.
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
    direct.inputGradient(dOutput, weight)
  }

  /// - Shape: input [N, H, W, C], dOutput [N, OH, OW, K] → [KH, KW, C, K].
  func weightGradient(_ input: Tensor, _ dOutput: Tensor) -> Tensor {
    direct.weightGradient(input, dOutput)
  }
}
