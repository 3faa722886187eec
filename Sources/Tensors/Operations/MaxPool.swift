// Max-pooling.

/// The maximum of each channel over windows of `size`×`size` pixels; pixels outside the image do not count.
///
/// Where several pixels of a window share the maximum, the first of them gets the gradient.
///
/// - Shape: input [N, H, W, C] → [N, OH, OW, C].
public func maxPool2D(_ input: Variable, size: Int, stride: Int, padding: Padding = .valid) -> Variable {
  let pooling = MaxPooling(of: input.shape, size: size, stride: stride, padding: padding)
  let (output, choice) = pooling.forward(input.value)
  return Variable.record(output, from: [input]) { dOutput in [pooling.inputGradient(dOutput, choice)] }
}
