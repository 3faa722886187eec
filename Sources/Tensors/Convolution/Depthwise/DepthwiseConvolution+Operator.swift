// Depthwise convolution as an operation on variables.
internal import Preconditions

extension DepthwiseConvolution: ConvolutionOperator {
  /// - Shape: input [N, H, W, C], weight [KH, KW, C], bias [C].
  init(_ input: Shape, _ weight: Shape, bias: Shape?, stride: HeightWidth, padding: Padding) {
    require(
      weight.rank == 3 && input.rank == 4 && weight[2] == input[3],
      "depthwiseConv2D: input \(input) and weight \(weight) do not share their channels")
    require(bias.map { $0 == [weight[2]] } ?? true, "depthwiseConv2D: weight \(weight) and bias \(bias ?? [])")
    self.init(
      geometry: WindowGeometry(
        input: input, kernel: HeightWidth(weight[0], weight[1]), stride: stride, padding: padding,
        operation: "depthwiseConv2D"))
  }

  func output(_ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue) -> Variable.Contents {
    .deferred(DeferredDepthwise(self, input.tensor, weight, epilogue: epilogue))
  }

  func gradients(
    _ input: Variable.Contents, _ weight: Tensor, _ dPreactivation: consuming PreactivationGradient, wantsInput: Bool,
    wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?) {
    // One sweep computes both, and reads rows.
    let (dInput, dWeight) = gradients(input, weight, (consume dPreactivation).readableByRows())
    return (dInput, dWeight)
  }
}
