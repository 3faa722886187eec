import Tensors
import Testing

@Suite struct DirectConvolutionTests {
  /// A convolution with random operands.
  struct Sample: CustomStringConvertible, Sendable {
    let input, weight, dOutput: Tensor
    let stride: Int
    let padding: Padding
    let geometry: WindowGeometry

    init(_ size: [Int], channels: [Int], kernel: [Int], stride: Int, padding: Padding, seed: UInt64 = 1) {
      var random = RandomSource(seed: seed)
      func tensor(_ shape: Shape) -> Tensor {
        Tensor(shape) { for index in $0.indices { $0[index] = random.uniform(in: -1...1) } }
      }
      input = tensor([size[0], size[1], size[2], channels[0]])
      weight = tensor([kernel[0], kernel[1], channels[0], channels[1]])
      self.stride = stride
      self.padding = padding
      geometry = WindowGeometry(
        input: input.shape, kernelHeight: kernel[0], kernelWidth: kernel[1], stride: stride, padding: padding,
        operation: "test")
      dOutput = tensor(geometry.outputShape(channels: channels[1]))
    }

    var description: String { "input \(input.shape), weight \(weight.shape), stride \(stride), \(padding)" }
    var direct: DirectConvolution { DirectConvolution(geometry: geometry, outputChannels: weight.shape[3]) }

    /// Calls `body` for every product of a pixel and a weight, with their indices and that of the output.
    func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
      let (g, channels, outputs) = (geometry, input.shape[3], weight.shape[3])
      for image in 0..<g.batch {
        for row in 0..<g.outputHeight {
          for column in 0..<g.outputWidth {
            let output = ((image * g.outputHeight + row) * g.outputWidth + column) * outputs
            for y in 0..<g.kernelHeight {
              for x in 0..<g.kernelWidth {
                let (inputRow, inputColumn) = (row * stride + y - g.top, column * stride + x - g.left)
                guard 0..<g.inputHeight ~= inputRow, 0..<g.inputWidth ~= inputColumn else { continue }
                let pixel = ((image * g.inputHeight + inputRow) * g.inputWidth + inputColumn) * channels
                let tap = (y * g.kernelWidth + x) * channels
                for c in 0..<channels {
                  for k in 0..<outputs { body(pixel + c, (tap + c) * outputs + k, output + k) }
                }
              }
            }
          }
        }
      }
    }
  }

  /// The products in double precision, and the sums of their terms' magnitudes.
  private func check(_ sample: Sample) {
    let (x, w, d) = (sample.input.scalars, sample.weight.scalars, sample.dOutput.scalars)
    func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
    var (y, dx, dw) = (zeros(d.count), zeros(x.count), zeros(w.count))
    var (ySize, dxSize, dwSize) = (y, dx, dw)
    sample.forEachProduct { i, j, o in
      let forward = Double(x[i]) * Double(w[j])
      let back = Double(d[o]) * Double(w[j])
      let across = Double(d[o]) * Double(x[i])
      y[o] += forward
      ySize[o] += abs(forward)
      dx[i] += back
      dxSize[i] += abs(back)
      dw[j] += across
      dwSize[j] += abs(across)
    }
    expect(sample.direct.forward(sample.input, sample.weight).output, y, sizes: ySize, "forward, \(sample)")
    expect(sample.direct.inputGradient(sample.dOutput, sample.weight), dx, sizes: dxSize, "dInput, \(sample)")
    expect(sample.direct.weightGradient(sample.input, sample.dOutput), dw, sizes: dwSize, "dWeight, \(sample)")
  }

  private func expect(_ tensor: Tensor, _ truth: [Double], sizes: [Double], _ name: String) {
    var worst = (error: 0.0, index: 0)
    for (index, value) in tensor.scalars.enumerated() {
      let error = abs(Double(value) - truth[index]) / (1e-6 * sizes[index] + 1e-30)
      if !(error <= worst.error) { worst = (error, index) }
    }
    #expect(
      worst.error <= 1,
      "\(name): element \(worst.index) is \(tensor.scalars[worst.index]), expected \(truth[worst.index])")
  }

  @Test(arguments: [1, 2, 3, 5, 7], [1, 2, 3])
  func everyGeometry(kernel: Int, stride: Int) {
    let paddings: [Padding] = [.valid, .same, .explicit(top: 2, bottom: 0, left: 1, right: 3), .all(kernel)]
    for padding in paddings {
      for (height, width) in [(1, 1), (2, 3), (3, 3), (5, 5), (6, 7), (8, 15), (13, 33)] {
        for (batch, channels) in [(1, [1, 8]), (2, [3, 5]), (5, [16, 24]), (16, [2, 3])] {
          let padded = padding == .valid ? 0 : 1
          guard padded > 0 || min(height, width) >= kernel, batch < 16 || width < 8 else { continue }
          if case .explicit(2, 0, 1, 3) = padding, height + 2 < kernel || width + 4 < kernel { continue }
          check(
            Sample(
              [batch, height, width], channels: channels, kernel: [kernel, kernel], stride: stride, padding: padding))
        }
      }
    }
  }

  @Test(arguments: [1, 3, 16, 24, 32, 37, 48, 64, 130])
  func everyNumberOfChannels(inputs: Int) {
    for outputs in [1, 8, 16, 24, 32, 37, 48, 64, 130] {
      check(Sample([2, 5, 4], channels: [inputs, outputs], kernel: [3, 2], stride: 1, padding: .same))
      check(Sample([3, 4, 4], channels: [inputs, outputs], kernel: [1, 1], stride: 2, padding: .valid))
      check(Sample([9, 3, 3], channels: [inputs, outputs], kernel: [1, 1], stride: 1, padding: .valid))
    }
  }
}
