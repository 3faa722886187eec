// Max-pooling.

/// The maximum of each channel over windows of `size` pixels; pixels outside the image do not count.
///
/// Where several pixels of a window share the maximum, the first of them gets the gradient.
///
/// - Shape: input [N, H, W, C] → [N, OH, OW, C].
public func maxPool2D(_ input: Variable, size: HeightWidth, stride: HeightWidth, padding: Padding = .valid) -> Variable
{
  let pooling = MaxPooling(of: input.shape, size: size, stride: stride, padding: padding)
  let (output, choice) = pooling.forward(input.value)
  return Variable.record(output, from: [input]) { dOutput in [pooling.inputGradient(dOutput, choice)] }
}

/// The shape of the output of ``maxPool2D(_:size:stride:padding:)`` and ``averagePool2D(_:size:stride:padding:)``.
///
/// - Shape: input [N, H, W, C] → [N, OH, OW, C].
public func pool2DShape(_ input: Shape, size: HeightWidth, stride: HeightWidth, padding: Padding = .valid) -> Shape {
  WindowGeometry(input: input, kernel: size, stride: stride, padding: padding, operation: "pool2D")
    .outputShape(channels: input[3])
}
