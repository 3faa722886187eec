// The kernels of depthwise convolution against plain loops in double precision, for every way they are cut.
import Tensors
import Testing

@Suite struct DepthwiseConvolutionTests {
  /// A depthwise convolution with random operands and its terms, one by one.
  private struct Sample {
    let input, weight, dOutput: Tensor
    let geometry: WindowGeometry
    var convolution: DepthwiseConvolution { DepthwiseConvolution(geometry: geometry) }

    init(_ size: [Int], kernel: [Int], stride: HeightWidth, padding: Padding) {
      var random = RandomSource(seed: 3)
      func tensor(_ shape: Shape) -> Tensor {
        Tensor(shape) { for index in $0.indices { $0[index] = random.uniform(in: -1...1) } }
      }
      input = tensor(Shape(size))
      weight = tensor([kernel[0], kernel[1], size[3]])
      geometry = WindowGeometry(
        input: input.shape, kernel: HeightWidth(kernel[0], kernel[1]), stride: stride, padding: padding,
        operation: "test")
      dOutput = tensor(geometry.outputShape(channels: size[3]))
    }

    /// Calls `body` for every product of a pixel and a weight, with their indices and that of the output.
    func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
      let g = geometry
      for image in 0..<g.batch {
        for row in 0..<g.outputHeight {
          for column in 0..<g.outputWidth {
            for y in 0..<g.kernelHeight {
              for x in 0..<g.kernelWidth {
                let (inputRow, inputColumn) = (row * g.stride.height + y - g.top, column * g.stride.width + x - g.left)
                guard 0..<g.inputHeight ~= inputRow, 0..<g.inputWidth ~= inputColumn else { continue }
                let pixel = (image * g.inputHeight + inputRow) * g.inputWidth + inputColumn
                let output = (image * g.outputHeight + row) * g.outputWidth + column
                for c in 0..<g.channels {
                  body(pixel * g.channels + c, (y * g.kernelWidth + x) * g.channels + c, output * g.channels + c)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Checks sums against the truth; errors are relative to the sum of the terms' magnitudes.
  private struct Sums {
    var values, sizes: [Double]

    init(_ count: Int) {
      (values, sizes) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    }

    mutating func add(_ term: Double, at index: Int) {
      values[index] += term
      sizes[index] += abs(term)
    }

    func worstError(of tensor: Tensor) -> Double {
      zip(tensor.scalars, zip(values, sizes)).map { abs(Double($0) - $1.0) / ($1.1 + 1e-30) }.max() ?? 0
    }
  }

  private func check(_ size: [Int], kernel: [Int] = [3, 3], stride: HeightWidth, padding: Padding) {
    let sample = Sample(size, kernel: kernel, stride: stride, padding: padding)
    let (x, w, d) = (sample.input.scalars, sample.weight.scalars, sample.dOutput.scalars)
    var (y, dx, dw) = (Sums(d.count), Sums(x.count), Sums(w.count))
    sample.forEachProduct { i, j, o in
      y.add(Double(x[i]) * Double(w[j]), at: o)
      dx.add(Double(d[o]) * Double(w[j]), at: i)
      dw.add(Double(d[o]) * Double(x[i]), at: j)
    }
    let label = "input \(size), kernel \(kernel), stride \(stride), \(padding)"
    let gradients = sample.convolution.gradients(sample.input, sample.weight, sample.dOutput)
    #expect(y.worstError(of: sample.convolution.forward(sample.input, sample.weight).output) < 1e-6, "\(label)")
    #expect(dx.worstError(of: gradients.dInput) < 1e-6, "dInput, \(label)")
    #expect(dw.worstError(of: gradients.dWeight) < 1e-6, "dWeight, \(label)")
  }

  @Test(arguments: [1, 2, 3], [1, 2, 3, 6, 7, 8, 14, 15, 17]) func everyWidth(stride: Int, width: Int) {
    let paddings: [Padding] = [
      .same, .all(1), .all(4), .explicit(top: 0, bottom: 1, left: 0, right: 1),
      .explicit(top: 2, bottom: 0, left: 3, right: 1),
    ]
    for padding in paddings where width > 1 || padding != .explicit(top: 0, bottom: 1, left: 0, right: 1) {
      for channels in [1, 16, 21] { check([2, 4, width, channels], stride: HeightWidth(stride), padding: padding) }
    }
    if width >= 3 { check([1, 5, width, 32], stride: HeightWidth(stride), padding: .valid) }
  }

  /// Windows of 5 × 5 have tiles of their own.
  @Test(arguments: [1, 2, 3], [1, 2, 4, 5, 6, 7, 8, 14, 15, 17, 23]) func everyWidthOfLargeWindows(
    stride: Int, width: Int
  ) {
    for padding in [Padding.same, .all(2), .all(5), .explicit(top: 1, bottom: 2, left: 3, right: 4)] {
      for channels in [1, 16, 21] {
        check([2, 5, width, channels], kernel: [5, 5], stride: HeightWidth(stride), padding: padding)
      }
    }
    if width >= 5 { check([1, 7, width, 32], kernel: [5, 5], stride: HeightWidth(stride), padding: .valid) }
  }

  @Test(arguments: [3, 4, 8, 15, 16, 17, 24, 32, 40, 130]) func everyNumberOfChannels(channels: Int) {
    for stride in [1, 2] {
      check([2, 6, 9, channels], stride: HeightWidth(stride), padding: .same)
      check([2, 6, 19, channels], kernel: [5, 5], stride: HeightWidth(stride), padding: .same)
    }
    check([1, 4, 5, channels], kernel: [5, 2], stride: 1, padding: .all(2))
  }

  /// Batches and images that are cut into several tasks and groups.
  @Test(arguments: [1, 2]) func longSums(stride: Int) {
    check([1, 90, 60, 8], stride: HeightWidth(stride), padding: .same)
    check([40, 5, 5, 16], stride: HeightWidth(stride), padding: .same)
  }

  @Test(arguments: [[2, 9, 16, 20], [1, 40, 40, 32]], [1, 2]) func epilogue(size: [Int], stride: Int) throws {
    let sample = Sample(size, kernel: [3, 3], stride: HeightWidth(stride), padding: .same)
    let channels = size[3]
    let bias = Tensor([channels], scalars: (0..<channels).map { Float($0) * 0.1 - 1 })
    let shift = Tensor([channels], scalars: (0..<channels).map { 0.5 - Float($0) * 0.02 })
    let plain = sample.convolution.forward(sample.input, sample.weight).output
    let (output, moments) = sample.convolution.forward(
      sample.input, sample.weight, epilogue: Epilogue(bias: bias, clamp: .relu, shift: shift))
    var totals = [[Double]](repeating: [0, 0], count: channels)
    for (index, value) in output.scalars.enumerated() {
      let c = index % channels
      #expect(abs(value - max(0, plain.scalars[index] + bias.scalars[c])) < 2e-6)
      let deviation = Double(value) - Double(shift.scalars[c])
      totals[c][0] += deviation
      totals[c][1] += deviation * deviation
    }
    let found = try #require(moments)
    let pixels = Double(output.shape.count / channels)
    for c in 0..<channels {
      for moment in 0..<2 {
        let sum = (0..<found.shape[0]).reduce(0.0) { $0 + Double(found[$1, moment, c]) }
        #expect(abs(sum - totals[c][moment]) < 2e-6 * pixels)
      }
    }
  }

  @Test(arguments: [1, 2]) func threadsChangeNothing(stride: Int) {
    let sample = Sample([5, 30, 31, 24], kernel: [3, 3], stride: HeightWidth(stride), padding: .same)
    let before = Parallel.threadCount
    defer { Parallel.setThreadCount(before) }
    func results() -> [Tensor] {
      let (output, moments) = sample.convolution.forward(
        sample.input, sample.weight, epilogue: Epilogue(shift: Tensor([24], repeating: 0.1)))
      let gradients = sample.convolution.gradients(sample.input, sample.weight, sample.dOutput)
      return [output, moments ?? Tensor(0), gradients.dInput, gradients.dWeight]
    }
    Parallel.setThreadCount(1)
    let alone = results()
    for threads in [2, 3] {
      Parallel.setThreadCount(threads)
      #expect(results() == alone)
    }
  }
}
