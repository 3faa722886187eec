// Two-dimensional convolution of each channel by itself.
internal import Preconditions

/// Slides a window over each channel of the images and sums the products with that channel's own weights.
///
/// - Parameter rectification: what the sums are limited to, at no cost in time.
/// - Shape: input [N, H, W, C], weight [KH, KW, C], bias [C] → [N, OH, OW, C].
public func depthwiseConv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid,
  rectification: Rectification = .none
) -> Variable {
  let convolution = DepthwiseConvolution(
    input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding)
  return convolution.record(input, weight, bias, rectification)
}

/// The shape of ``depthwiseConv2D(_:_:bias:stride:padding:rectification:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C] → [N, OH, OW, C].
public func depthwiseConv2DShape(
  _ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid
) -> Shape {
  DepthwiseConvolution(input, weight, bias: nil, stride: stride, padding: padding).geometry
    .outputShape(channels: weight[2])
}

/// A convolution of given shapes in which every channel is summed by itself.
struct DepthwiseConvolution: ConvolutionForm {
  let geometry: WindowGeometry
  private let products: DepthwiseProducts

  init(_ input: Shape, _ weight: Shape, bias: Shape?, stride: Int, padding: Padding) {
    require(
      weight.rank == 3 && input.rank == 4 && weight[2] == input[3],
      "depthwiseConv2D: input \(input) and weight \(weight) do not share their channels")
    require(bias.map { $0 == [weight[2]] } ?? true, "depthwiseConv2D: weight \(weight) and bias \(bias ?? [])")
    geometry = WindowGeometry(
      input: input, kernelHeight: weight[0], kernelWidth: weight[1], stride: stride, padding: padding,
      operation: "depthwiseConv2D")
    products = DepthwiseProducts(geometry: geometry)
  }

  func forward(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> (output: Tensor, moments: Tensor?) {
    products.forward(input, weight, epilogue: epilogue)
  }

  func output(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> Activations {
    .depthwise(DepthwiseImages(products, input.tensor, weight, epilogue: epilogue))
  }

  func gradients(
    _ input: Activations, _ weight: Tensor, _ dSums: consuming SumsGradient, wantsInput: Bool, wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?) {
    // One sweep computes both.
    let (dInput, dWeight) = products.gradients(input, weight, consume dSums)
    return (dInput, dWeight)
  }
}
