// Two-dimensional convolution of each channel by itself.

/// Slides a window over each channel of the images and sums the products with that channel's own weights.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C], bias [C] → [N, OH, OW, C].
public func depthwiseConv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid
) -> Variable {
  precondition(
    bias.map { $0.shape == [weight.shape[-1]] } ?? true,
    "depthwiseConv2D: weight \(weight.shape) and bias \(bias?.shape ?? [])")
  let convolution = DepthwiseProducts(
    geometry: depthwiseGeometry(input.shape, weight.shape, stride: stride, padding: padding))
  let output = convolution.forward(input.value, weight.value, epilogue: Epilogue(bias: bias?.value)).output
  let wantsBias = bias?.isTracked ?? false
  return Variable.record(output, from: [input, weight] + (bias.map { [$0] } ?? [])) {
    [x = input.value, w = weight.value] dOutput in
    let (dInput, dWeight) = convolution.gradients(x, w, dOutput)
    return [dInput, dWeight, wantsBias ? dOutput.sum(over: [0, 1, 2]).reshaped(to: [w.shape[2]]) : nil]
  }
}

/// The shape of ``depthwiseConv2D(_:_:bias:stride:padding:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C] → [N, OH, OW, C].
public func depthwiseConv2DShape(
  _ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid
) -> Shape {
  depthwiseGeometry(input, weight, stride: stride, padding: padding).outputShape(channels: weight[2])
}

private func depthwiseGeometry(_ input: Shape, _ weight: Shape, stride: Int, padding: Padding) -> WindowGeometry {
  precondition(
    weight.rank == 3 && input.rank == 4 && weight[2] == input[3],
    "depthwiseConv2D: input \(input) and weight \(weight) do not share their channels")
  return WindowGeometry(
    input: input, kernelHeight: weight[0], kernelWidth: weight[1], stride: stride, padding: padding,
    operation: "depthwiseConv2D")
}
