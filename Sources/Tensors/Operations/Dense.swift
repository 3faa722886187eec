// The affine map of a dense layer.
internal import Preconditions

/// Every output is a weighted sum of all inputs, plus a bias where there is one.
///
/// A convolution of images of one pixel, and computed as one: unlike BLAS, whose kernels differ with the number of rows,
/// it gives each row the same bits whatever the batch around it.
///
/// - Shape: input [N, C], weight [C, K], bias [K] → [N, K].
public func dense(_ input: Variable, _ weight: Variable, bias: Variable?) -> Variable {
  require(
    input.shape.rank == 2 && weight.shape.rank == 2 && input.shape[1] == weight.shape[0],
    "dense: input \(input.shape) and weight \(weight.shape)")
  let (rows, inputs, outputs) = (input.shape[0], weight.shape[0], weight.shape[1])
  let pixels = conv2D(
    reshape(input, to: [rows, 1, 1, inputs]), reshape(weight, to: [1, 1, inputs, outputs]), bias: bias)
  return reshape(pixels, to: [rows, outputs])
}
