// Two-dimensional convolution.
internal import Preconditions

/// Slides `weight` over the images and sums the products; strictly a cross-correlation, as everywhere in the field.
///
/// - Parameters:
///   - rectification: what the sums are limited to, at no cost in time.
///   - precision: how much rounding is allowed.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K] → [N, OH, OW, K].
public func conv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid,
  rectification: Rectification = .none, precision: ConvolutionPrecision = .exact
) -> Variable {
  let convolution = DenseConvolution(
    input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding, precision: precision,
    keepsWeights: !weight.isTracked)
  return convolution.record(input, weight, bias, rectification)
}

/// The shape of ``conv2D(_:_:bias:stride:padding:precision:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → [N, OH, OW, K].
public func conv2DShape(_ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid) -> Shape {
  DenseConvolution(input, weight, bias: nil, stride: stride, padding: padding).geometry
    .outputShape(channels: weight[3])
}

/// A convolution of given shapes in which every output channel sees all input channels.
struct DenseConvolution: ConvolutionForm {
  let geometry: WindowGeometry
  private let products: ConvolutionProducts

  /// - Parameter keepsWeights: whether weights will be used again, so that what is made of them is kept.
  init(
    _ input: Shape, _ weight: Shape, bias: Shape?, stride: Int, padding: Padding,
    precision: ConvolutionPrecision = .exact, keepsWeights: Bool = false
  ) {
    require(
      weight.rank == 4 && input.rank == 4 && weight[2] == input[3],
      "conv2D: input \(input) and weight \(weight) do not share their channels")
    require(bias.map { $0 == [weight[3]] } ?? true, "conv2D: weight \(weight) and bias \(bias ?? [])")
    geometry = WindowGeometry(
      input: input, kernelHeight: weight[0], kernelWidth: weight[1], stride: stride, padding: padding,
      operation: "conv2D")
    products = ConvolutionProducts(
      geometry: geometry, outputChannels: weight[3], precision: precision, keepsWeights: keepsWeights)
  }

  func forward(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> (output: Tensor, moments: Tensor?) {
    products.forward(input, weight, epilogue: epilogue)
  }

  func gradients(
    _ input: Activations, _ weight: Tensor, _ dSums: consuming SumsGradient, wantsInput: Bool, wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?) {
    products.gradients(input, weight, consume dSums, wantsInput: wantsInput, wantsWeight: wantsWeight)
  }
}
