// Transposed two-dimensional convolution: images grow by the stride.
internal import Preconditions

/// Multiplies every pixel with `weight` and adds the products up where they overlap, `stride` pixels apart: the gradient
/// of ``conv2D(_:_:bias:stride:padding:dilation:groups:clamp:precision:)`` with respect to its input, as an operation
/// (Zeiler et al. 2010; "deconvolution").
///
/// It equals PyTorch's `conv_transpose2d` and Keras's `Conv2DTranspose`. The weight is laid out as that of the convolution
/// which it is the gradient of: [KH, KW, outputs, inputs]. Keras has the same layout; PyTorch's [inputs, outputs, KH, KW]
/// becomes this one with the axes permuted by 2, 3, 1, 0.
///
/// - Parameters:
///   - input: the images, [N, H, W, K].
///   - weight: one window for each input channel, [KH, KW, C, K].
///   - bias: added to the sums, one number for each output channel; none if nil.
///   - stride: pixels of the output from the window of one pixel to that of the next.
///   - padding: what is cut off from the sums. With `.valid` and `.explicit` the output has (H − 1) · stride − top −
///     bottom + KH + outputPadding.height rows, as in PyTorch; with `.same` it has H · stride, as in Keras. Keras's
///     `valid` differs where the stride is larger than the window: it adds an output padding of their difference.
///   - outputPadding: rows below and columns at the right that are added to the output, each less than the stride.
///   - precision: how much rounding is allowed.
/// - Shape: input [N, H, W, K], weight [KH, KW, C, K], bias [C] → [N, OH, OW, C].
public func transposedConv2D(
  _ input: Variable, _ weight: Variable, bias: Variable? = nil, stride: HeightWidth = 1, padding: Padding = .valid,
  outputPadding: HeightWidth = 0, precision: ConvolutionPrecision = .exact
) -> Variable {
  require(
    bias.map { weight.shape.rank == 4 && $0.shape == [weight.shape[2]] } ?? true,
    "transposedConv2D: weight \(weight.shape) and bias \(bias?.shape ?? [])")
  let geometry = transposedGeometry(
    input.shape, weight.shape, stride: stride, padding: padding, outputPadding: outputPadding)
  let convolution = StandardConvolution(
    geometry: geometry, outputChannels: input.shape[3], precision: precision, cachesWeights: !weight.isTracked)
  let sums = Variable.record(convolution.inputGradient(input.value, weight.value), from: [input, weight]) {
    [x = input.value, w = weight.value, inputWanted = input.isTracked, weightWanted = weight.isTracked] dOutput in
    [
      inputWanted ? convolution.forward(.tensor(dOutput), w, epilogue: Epilogue()).output : nil,
      weightWanted ? convolution.weightGradient(dOutput, x) : nil,
    ]
  }
  return bias.map { sums + $0 } ?? sums
}

/// The shape of ``transposedConv2D(_:_:bias:stride:padding:outputPadding:precision:)``'s output.
///
/// - Shape: input [N, H, W, K], weight [KH, KW, C, K] → [N, OH, OW, C].
public func transposedConv2DShape(
  _ input: Shape, _ weight: Shape, stride: HeightWidth = 1, padding: Padding = .valid,
  outputPadding: HeightWidth = 0
) -> Shape {
  let geometry = transposedGeometry(input, weight, stride: stride, padding: padding, outputPadding: outputPadding)
  return [geometry.batch, geometry.inputHeight, geometry.inputWidth, geometry.channels]
}

/// The geometry of the convolution that is transposed: its input is the output here, and its output the input.
private func transposedGeometry(
  _ input: Shape, _ weight: Shape, stride: HeightWidth, padding: Padding, outputPadding: HeightWidth
) -> WindowGeometry {
  require(
    weight.rank == 4 && input.rank == 4 && weight[3] == input[3],
    "transposedConv2D: input \(input) and weight \(weight) do not share their channels")
  require(stride.lies(in: 1...), "transposedConv2D: expected a positive stride, found \(stride)")
  require(input[1] > 0 && input[2] > 0, "transposedConv2D: expected images with pixels, found \(input)")
  require(
    (0..<stride.height).contains(outputPadding.height) && (0..<stride.width).contains(outputPadding.width),
    "transposedConv2D: expected an output padding less than the stride of \(stride), found \(outputPadding)")
  let rows = transposedExtent(
    input[1], kernel: weight[0], stride: stride.height, padding: padding, outputPadding: outputPadding.height,
    vertical: true)
  let columns = transposedExtent(
    input[2], kernel: weight[1], stride: stride.width, padding: padding, outputPadding: outputPadding.width,
    vertical: false)
  require(
    rows.output > 0 && columns.output > 0,
    "transposedConv2D: nothing is left of an input \(input) and a window \(weight[0])×\(weight[1]) after padding")
  return WindowGeometry(
    input: [input[0], rows.output, columns.output, weight[2]], kernel: HeightWidth(weight[0], weight[1]),
    stride: stride,
    padding: .explicit(top: rows.before, bottom: rows.after, left: columns.before, right: columns.after),
    operation: "transposedConv2D")
}

/// The extent of the output along one axis, and the padding of the convolution that is transposed.
private func transposedExtent(
  _ input: Int, kernel: Int, stride: Int, padding: Padding, outputPadding: Int, vertical: Bool
) -> (output: Int, before: Int, after: Int) {
  let before: Int
  let after: Int
  switch padding {
  case .valid:
    (before, after) = (0, 0)
  case .same:
    require(outputPadding == 0, "transposedConv2D: expected no output padding with .same, found \(outputPadding)")
    // That of a convolution with stride over input · stride pixels.
    let total = max(0, kernel - stride)
    return (input * stride, total / 2, total - total / 2)
  case .explicit(let top, let bottom, let left, let right):
    (before, after) = vertical ? (top, bottom) : (left, right)
  }
  return ((input - 1) * stride - before - after + kernel + outputPadding, before, after)
}
