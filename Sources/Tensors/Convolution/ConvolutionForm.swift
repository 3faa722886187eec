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

  /// The convolution as an operation by itself, or with a max-pool over windows of `poolSize`² pixels behind it.
  func record(
    _ input: Variable, _ weight: Variable, _ bias: Variable?, _ rectification: Rectification, poolSize: Int = 1
  ) -> Variable {
    let epilogue = Epilogue(bias: bias?.value, rectification: rectification)
    let sums = forward(input.contents, weight.value, epilogue: epilogue).output
    let pooling = poolSize > 1 ? MaxPooling(of: sums.shape, size: poolSize, stride: poolSize) : nil
    let pooled = pooling?.forward(sums)
    let output = pooled?.output ?? sums
    let gradients = gradients(input, weight)
    let wantsBias = bias?.isTracked ?? false
    return Variable.record(output, from: [input, weight] + (bias.map { [$0] } ?? [])) {
      [choice = pooled?.choice] (dOutput: consuming Tensor) in
      // Whether the chosen pixel was limited can be seen behind the pool, so the sums need not be kept.
      var dSums = rectification.gradient(output, consume dOutput)
      let dBias = wantsBias ? dSums.sum(over: [0, 1, 2]).reshaped(to: [dSums.shape[3]]) : nil
      if let pooling, let choice { dSums = pooling.inputGradient(dSums, choice) }
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
