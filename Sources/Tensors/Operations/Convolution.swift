// Two-dimensional convolution.

/// Slides `weight` over the images and sums the products; strictly a cross-correlation, as everywhere in the field.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K] → [N, OH, OW, K].
public func conv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid
) -> Variable {
  let convolution = Convolution(input.shape, weight.shape, bias: bias?.shape, stride: stride, padding: padding)
  let output = convolution.products.forward(input.value, weight.value, epilogue: Epilogue(bias: bias?.value)).output
  let wanted = convolution.wanted(input, weight, bias)
  return Variable.record(output, from: [input, weight] + (bias.map { [$0] } ?? [])) {
    [x = input.value, w = weight.value] dOutput in convolution.gradients(x, w, dOutput, wanted: wanted)
  }
}

/// The shape of ``conv2D(_:_:bias:stride:padding:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → [N, OH, OW, K].
public func conv2DShape(_ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid) -> Shape {
  Convolution(input, weight, bias: nil, stride: stride, padding: padding).geometry.outputShape(channels: weight[3])
}

/// A convolution of given shapes, and the gradients of its operands.
struct Convolution: Sendable {
  let geometry: WindowGeometry
  let products: ConvolutionProducts

  init(_ input: Shape, _ weight: Shape, bias: Shape?, stride: Int, padding: Padding) {
    precondition(
      weight.rank == 4 && input.rank == 4 && weight[2] == input[3],
      "conv2D: input \(input) and weight \(weight) do not share their channels")
    precondition(bias.map { $0 == [weight[3]] } ?? true, "conv2D: weight \(weight) and bias \(bias ?? [])")
    geometry = WindowGeometry(
      input: input, kernelHeight: weight[0], kernelWidth: weight[1], stride: stride, padding: padding,
      operation: "conv2D")
    products = ConvolutionProducts(geometry: geometry, outputChannels: weight[3])
  }

  /// Which gradients somebody will ask for.
  struct Wanted: Sendable {
    let input, weight, bias: Bool
  }

  func wanted(_ input: Variable, _ weight: Variable, _ bias: Variable?) -> Wanted {
    Wanted(input: input.isTracked, weight: weight.isTracked, bias: bias?.isTracked ?? false)
  }

  /// Gradients of the input, of the weight and of the bias.
  func gradients(_ input: Tensor, _ weight: Tensor, _ dOutput: Tensor, wanted: Wanted) -> [Tensor?] {
    [
      wanted.input ? products.inputGradient(dOutput, weight) : nil,
      wanted.weight ? products.weightGradient(input, dOutput) : nil,
      wanted.bias ? dOutput.sum(over: [0, 1, 2]).reshaped(to: [weight.shape[3]]) : nil,
    ]
  }
}
