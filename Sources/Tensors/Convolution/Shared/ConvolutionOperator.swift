// What standard and depthwise convolution have in common: sums over windows, and their gradients.

/// A convolution of given shapes.
protocol ConvolutionOperator: Sendable {
  /// The sums over windows after the epilogue and, where it has a shift, their moments, by chunks to be added up.
  ///
  /// - Shape: → output [N, OH, OW, K], moments [chunks, 2, K].
  func forward(_ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue) -> (output: Tensor, moments: Tensor?)

  /// The same without moments, and perhaps deferred.
  func output(_ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue) -> Variable.Contents

  /// Gradients of the input and of the weight, where they are wanted.
  func gradients(
    _ input: Variable.Contents, _ weight: Tensor, _ dPreactivation: consuming PreactivationGradient, wantsInput: Bool,
    wantsWeight: Bool
  ) -> (dInput: Tensor?, dWeight: Tensor?)
}

extension ConvolutionOperator {
  func output(_ input: Variable.Contents, _ weight: Tensor, epilogue: Epilogue) -> Variable.Contents {
    .tensor(forward(input, weight, epilogue: epilogue).output)
  }

  /// The function that computes the gradients of the input and of the weight, where these are tracked.
  func gradients(
    _ input: Variable, _ weight: Variable
  ) -> @Sendable (_ dPreactivation: consuming PreactivationGradient) -> (dInput: Tensor?, dWeight: Tensor?) {
    let wanted = (input: input.isTracked, weight: weight.isTracked)
    return { [x = input.contents, w = weight.value] (dPreactivation: consuming PreactivationGradient) in
      gradients(x, w, consume dPreactivation, wantsInput: wanted.input, wantsWeight: wanted.weight)
    }
  }

  /// The convolution as an operation by itself, or with a max-pool over windows of `poolSize`² pixels behind it.
  func record(
    _ input: Variable, _ weight: Variable, _ bias: Variable?, _ clamp: Clamp, poolSize: Int = 1,
    operation: StaticString
  ) -> Variable {
    let epilogue = Epilogue(bias: bias?.value, clamp: clamp)
    let clamped = forward(input.contents, weight.value, epilogue: epilogue).output
    let pooling =
      poolSize > 1 ? MaxPooling(of: clamped.shape, size: HeightWidth(poolSize), stride: HeightWidth(poolSize)) : nil
    let pooled = pooling?.forward(clamped)
    let output = pooled?.output ?? clamped
    let gradients = gradients(input, weight)
    let wantsBias = bias.map(\.isTracked)
    return Variable.record(output, from: [input, weight] + (bias.map { [$0] } ?? []), operation: operation) {
      [choice = pooled?.choice] (dOutput: consuming Tensor) in
      // Whether the chosen pixel was clamped can be seen behind the pool, so the values before it need not be kept.
      var dPreactivation = clamp.gradient(output, consume dOutput)
      let dBias = wantsBias.map { wanted in
        wanted ? dPreactivation.sum(over: [0, 1, 2]).reshaped(to: [dPreactivation.shape[3]]) : nil
      }
      if let pooling, let choice { dPreactivation = pooling.inputGradient(dPreactivation, choice) }
      let (dInput, dWeight) = gradients(.tensor(dPreactivation))
      return [dInput, dWeight] + (dBias.map { [$0] } ?? [])
    }
  }
}
