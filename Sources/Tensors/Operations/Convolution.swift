// Two-dimensional convolution.

/// Slides `weight` over the images and sums the products; strictly a cross-correlation, as everywhere in the field.
///
/// - Parameter accuracy: how much rounding is allowed, in the output and in the gradients.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K], bias [K] → [N, OH, OW, K].
public func conv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Padding = .valid,
  accuracy: ConvolutionAccuracy = .standard
) -> Variable {
  precondition(
    weight.shape.rank == 4 && input.shape.rank == 4 && weight.shape[2] == input.shape[3],
    "conv2D: input \(input.shape) and weight \(weight.shape) do not share their channels")
  precondition(
    bias.map { $0.shape == [weight.shape[3]] } ?? true,
    "conv2D: weight \(weight.shape) and bias \(bias?.shape ?? [])")
  let geometry = WindowGeometry(
    input: input.shape, kernelHeight: weight.shape[0], kernelWidth: weight.shape[1], stride: stride, padding: padding,
    operation: "conv2D")
  let convolution = ConvolutionProducts(
    geometry: geometry, outputChannels: weight.shape[3], accuracy: accuracy)
  let output = convolution.forward(input.value, weight.value, bias: bias?.value)
  let wanted = (input: input.isTracked, weight: weight.isTracked, bias: bias?.isTracked ?? false)
  return Variable.record(output, from: [input, weight] + (bias.map { [$0] } ?? [])) {
    [x = input.value, w = weight.value] dOutput in
    [
      wanted.input ? convolution.inputGradient(dOutput, w) : nil,
      wanted.weight ? convolution.weightGradient(x, dOutput) : nil,
      wanted.bias ? dOutput.sum(over: [0, 1, 2]).reshaped(to: [w.shape[3]]) : nil,
    ]
  }
}

/// The shape of ``conv2D(_:_:bias:stride:padding:accuracy:)``'s output.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] → [N, OH, OW, K].
public func conv2DShape(_ input: Shape, _ weight: Shape, stride: Int = 1, padding: Padding = .valid) -> Shape {
  WindowGeometry(
    input: input, kernelHeight: weight[0], kernelWidth: weight[1], stride: stride, padding: padding,
    operation: "conv2D"
  ).outputShape(channels: weight[3])
}
