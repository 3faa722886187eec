// What dense and depthwise convolution have in common: sums over windows, and their gradients.

/// A convolution of given shapes.
protocol ConvolutionForm: Sendable {
  /// The sums over windows after the epilogue and, where it has a shift, their moments, by pieces to be added up.
  ///
  /// - Shape: → output [N, OH, OW, K], moments [pieces, 2, K].
  func forward(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> (output: Tensor, moments: Tensor?)

  /// The same without moments, and perhaps not computed before somebody reads it.
  func output(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> Activations

  /// Gradients of the input and of the weight, where they are wanted.
  func gradients(
    _ input: Activations, _ weight: Tensor, _ dSums: consuming SumsGradient, wantsInput: Bool, wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?)
}

extension ConvolutionForm {
  func output(_ input: Activations, _ weight: Tensor, epilogue: Epilogue) -> Activations {
    .tensor(forward(input, weight, epilogue: epilogue).output)
  }

  /// Gradients of the input and of the weight, where somebody will ask for them.
  func gradients(
    _ input: Variable, _ weight: Variable
  ) -> @Sendable (_ dSums: consuming SumsGradient) -> (dInput: Tensor?, dWeight: Tensor?) {
    let wanted = (input: input.isTracked, weight: weight.isTracked)
    return { [x = input.contents, w = weight.value] (dSums: consuming SumsGradient) in
      gradients(x, w, consume dSums, wantsInput: wanted.input, wantsWeight: wanted.weight)
    }
  }

  /// The convolution as an operation by itself.
  func record(
    _ input: Variable, _ weight: Variable, _ bias: Variable?, _ rectification: Rectification
  ) -> Variable {
    let epilogue = Epilogue(bias: bias?.value, rectification: rectification)
    let output = forward(input.contents, weight.value, epilogue: epilogue).output
    let gradients = gradients(input, weight)
    let wantsBias = bias?.isTracked ?? false
    return Variable.record(output, from: [input, weight] + (bias.map { [$0] } ?? [])) { dOutput in
      let dSums = rectification.gradient(output, dOutput)
      let dBias = wantsBias ? dSums.sum(over: [0, 1, 2]).reshaped(to: [dSums.shape[3]]) : nil
      let (dInput, dWeight) = gradients(.tensor(dSums))
      return [dInput, dWeight, dBias]
    }
  }
}

/// The form that belongs to weights: [KH, KW, C, K] are dense, [KH, KW, C] depthwise.
func convolutionForm(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: Int, padding: Padding,
  precision: ConvolutionPrecision
) -> any ConvolutionForm {
  let (x, w, b) = (input.shape, weight.shape, bias?.shape)
  return w.rank == 3
    ? DepthwiseConvolution(x, w, bias: b, stride: stride, padding: padding)
    : DenseConvolution(
      x, w, bias: b, stride: stride, padding: padding, precision: precision, keepsWeights: !weight.isTracked)
}
