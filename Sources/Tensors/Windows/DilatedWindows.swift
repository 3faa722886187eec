// Windows whose taps lie apart, as windows of neighbouring taps on parts of the image.
internal import Preconditions

/// Windows with pixels between their taps.
///
/// All taps of such a window lie on pixels of one phase: those whose indices leave the same remainder when divided by the
/// dilation. So the pixels of every phase make an image of their own, on which the windows have neighbouring taps, and
/// the batch of these images takes any algorithm for those.
struct DilatedWindows: Sendable {
  private let inputPhases, outputPhases: PixelPhases

  /// Pixels between windows on the images of the phases.
  let stride: HeightWidth

  /// - Shape: input [N, H, W, C], weight [KH, KW, ...].
  init(
    _ input: Shape, _ weight: Shape, stride: HeightWidth, padding: Padding, dilation: HeightWidth,
    operation: StaticString
  ) {
    require(weight.rank >= 2, "\(operation): expected a weight [KH, KW, ...], found \(weight)")
    let g = WindowGeometry(
      input: input, kernel: HeightWidth(weight[0], weight[1]), stride: stride, padding: padding, dilation: dilation,
      operation: operation)
    let rows = Self.axes(
      input: g.inputHeight, output: g.outputHeight, kernel: weight[0], stride: stride.height,
      dilation: dilation.height, before: g.top)
    let columns = Self.axes(
      input: g.inputWidth, output: g.outputWidth, kernel: weight[1], stride: stride.width, dilation: dilation.width,
      before: g.left)
    inputPhases = PixelPhases(batch: g.batch, rows: rows.input, columns: columns.input)
    outputPhases = PixelPhases(batch: g.batch, rows: rows.output, columns: columns.output)
    self.stride = HeightWidth(rows.stride, columns.stride)
  }

  /// The phases of input and output along one axis, and the stride between windows of a phase.
  ///
  /// With stride s, dilation d and p pixels of padding, window o has its tap k at o s + k d - p. Windows share a phase
  /// where their s o leave the same remainder, which every d / gcd(s, d)-th one does.
  private static func axes(
    input: Int, output: Int, kernel: Int, stride: Int, dilation: Int, before: Int
  ) -> (input: PhaseAxis, output: PhaseAxis, stride: Int) {
    let divisor = greatestCommonDivisor(stride, dilation)
    let phases = dilation / divisor
    let windows = (output + phases - 1) / phases
    let phaseStride = stride / divisor
    return (
      PhaseAxis(
        extent: input, phases: phases, count: (windows - 1) * phaseStride + kernel, origin: -before,
        phaseStep: stride, step: dilation),
      PhaseAxis(extent: output, phases: phases, count: windows, origin: 0, phaseStep: 1, step: phases), phaseStride
    )
  }

  /// The images of the phases convolved without padding, and their results put together.
  ///
  /// - Shape: [N, H, W, C] → [N, OH, OW, K].
  func convolve(_ input: Variable, _ convolution: (_ phases: Variable) -> Variable) -> Variable {
    let separated = Variable.record(inputPhases.separated(input.value), from: [input]) { [inputPhases] dOutput in
      [inputPhases.joined(dOutput)]
    }
    let results = convolution(separated)
    return Variable.record(outputPhases.joined(results.value), from: [results]) { [outputPhases] dOutput in
      [outputPhases.separated(dOutput)]
    }
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
