import Tensors
import Testing

@Suite struct DirectConvolutionTests {
  /// Compares all three products with sums in double precision, relative to the sum of the terms' magnitudes.
  private func check(_ sample: ConvolutionSample) {
    let truth = sample.products()
    let direct = sample.direct
    expect(direct.forward(sample.input, sample.weight).output, truth.output, "forward, \(sample)")
    expect(direct.inputGradient(sample.dOutput, sample.weight), truth.dInput, "dInput, \(sample)")
    expect(direct.weightGradient(sample.input, sample.dOutput), truth.dWeight, "dWeight, \(sample)")
  }

  private func expect(_ tensor: Tensor, _ truth: ConvolutionSample.Sums, _ name: String) {
    let wrong = tensor.scalars.enumerated().first { index, value in
      !(abs(Double(value) - truth.sums[index]) <= 1e-6 * truth.magnitudes[index])
    }
    if let (index, value) = wrong {
      Issue.record("\(name): element \(index) is \(value), expected \(truth.sums[index])")
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7], [1, 2, 3])
  func everyGeometry(kernel: Int, stride: Int) {
    let paddings: [(Padding, rows: Int, columns: Int)] = [
      (.valid, 0, 0), (.same, kernel, kernel), (.explicit(top: 2, bottom: 0, left: 1, right: 3), 2, 4),
      (.all(kernel), kernel, kernel),
    ]
    for (padding, rows, columns) in paddings {
      for (height, width) in [(1, 1), (2, 3), (3, 3), (5, 5), (6, 7), (8, 15), (13, 33)] {
        guard height + rows >= kernel, width + columns >= kernel else { continue }
        for (batch, channels) in [(1, [1, 8]), (2, [3, 5]), (5, [16, 24]), (16, [2, 3])]
        where batch < 16 || width < 8 {
          check(
            ConvolutionSample(
              [batch, height, width], channels: channels, kernel: [kernel, kernel], stride: HeightWidth(stride),
              padding: padding))
        }
      }
    }
  }

  @Test(arguments: [1, 3, 16, 24, 32, 37, 48, 64, 130])
  func everyNumberOfChannels(inputs: Int) {
    for outputs in [1, 8, 16, 24, 32, 37, 48, 64, 130] {
      check(ConvolutionSample([2, 5, 4], channels: [inputs, outputs], kernel: [3, 2], stride: 1, padding: .same))
      check(ConvolutionSample([3, 4, 4], channels: [inputs, outputs], kernel: [1, 1], stride: 2, padding: .valid))
      check(ConvolutionSample([9, 3, 3], channels: [inputs, outputs], kernel: [1, 1], stride: 1, padding: .valid))
    }
  }

  /// Pixels a multiple of the caches' sets apart are copied before they are read.
  @Test(arguments: [[1024, 40], [40, 1024], [2048, 1024]]) func pixelsThatShareSetsOfTheCache(channels: [Int]) {
    check(ConvolutionSample([3, 3, 5], channels: channels, kernel: [1, 1], stride: 1, padding: .valid))
  }

  /// Windows of Inception v3.
  @Test(arguments: [[1, 7], [7, 1], [1, 3], [3, 1]]) func rectangularWindows(kernel: [Int]) {
    for (height, width) in [(1, 1), (3, 3), (8, 9), (17, 17)] {
      for padding in [Padding.same, .all(3)] {
        check(
          ConvolutionSample([3, height, width], channels: [20, 33], kernel: kernel, stride: 1, padding: padding))
        check(ConvolutionSample([2, height, width], channels: [3, 5], kernel: kernel, stride: 2, padding: padding))
      }
    }
  }

  /// Layers that are cut into many tasks: several bands, boxes, groups, panels.
  static let layers = [
    ConvolutionSample([2, 60, 60], channels: [32, 32], kernel: [7, 7], stride: 1, padding: .valid),
    ConvolutionSample([1, 64, 48], channels: [24, 80], kernel: [3, 3], stride: 1, padding: .same),
    ConvolutionSample([64, 14, 14], channels: [48, 33], kernel: [5, 5], stride: 1, padding: .valid),
    ConvolutionSample([16, 6, 6], channels: [96, 160], kernel: [3, 3], stride: 1, padding: .same),
    ConvolutionSample([3, 57, 57], channels: [16, 64], kernel: [3, 3], stride: 2, padding: .same),
    ConvolutionSample([60, 3, 3], channels: [40, 256], kernel: [3, 3], stride: 1, padding: .valid),
    ConvolutionSample([2, 50, 51], channels: [100, 70], kernel: [1, 1], stride: 1, padding: .valid),
    ConvolutionSample([1, 7, 7], channels: [512, 256], kernel: [1, 1], stride: 1, padding: .valid),
  ]

  @Test(arguments: layers) func matchesMatrixProducts(sample: ConvolutionSample) {
    let matrix = MatrixProductConvolution(geometry: sample.geometry, outputChannels: sample.weight.shape[3])
    let direct = sample.direct
    /// Terms are up to 1 and a quarter on average; their signs are random.
    func expect(_ left: Tensor, _ right: Tensor, terms: Int, _ name: String) {
      let error = zip(left.scalars, right.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(error <= 1e-6 * Float(terms), "\(name)")
      #expect(left.shape == right.shape)
    }
    let window = sample.weight.shape.count / sample.weight.shape[3]
    expect(
      direct.forward(sample.input, sample.weight).output, matrix.forward(sample.input, sample.weight),
      terms: window, "forward")
    expect(
      direct.inputGradient(sample.dOutput, sample.weight), matrix.inputGradient(sample.dOutput, sample.weight),
      terms: sample.weight.shape.count / sample.weight.shape[2], "dInput")
    expect(
      direct.weightGradient(sample.input, sample.dOutput), matrix.weightGradient(sample.input, sample.dOutput),
      terms: sample.dOutput.shape.count / sample.dOutput.shape[3], "dWeight")
  }

  @Test(arguments: layers) func sameBitsForAnyNumberOfThreads(sample: ConvolutionSample) {
    let before = Parallel.threadCount
    defer { Parallel.setThreadCount(before) }
    let shift = Tensor([sample.weight.shape[3]], repeating: 0.5)
    let results = [1, 2, 3].map { threads in
      Parallel.setThreadCount(threads)
      let (output, moments) = sample.direct.forward(sample.input, sample.weight, epilogue: Epilogue(shift: shift))
      return [
        output, moments ?? output, sample.direct.inputGradient(sample.dOutput, sample.weight),
        sample.direct.weightGradient(sample.input, sample.dOutput),
      ]
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test(arguments: layers, [Clamp.none, .relu, .relu6])
  func epilogue(sample: ConvolutionSample, clamp: Clamp) {
    let channels = sample.weight.shape[3]
    let bias = Tensor([channels], scalars: (0..<channels).map { Float($0 % 7) - 3 })
    let shift = Tensor([channels], scalars: (0..<channels).map { Float($0 % 5) * 0.25 })
    let sums = sample.direct.forward(sample.input, sample.weight).output
    let (output, moments) = sample.direct.forward(
      sample.input, sample.weight, epilogue: Epilogue(bias: bias, clamp: clamp, shift: shift))
    var expected = [[Double]](repeating: [0, 0], count: channels)
    var worst: Float = 0
    for (index, (sum, value)) in zip(sums.scalars, output.scalars).enumerated() {
      let channel = index % channels
      let biased = sum + bias[channel]
      worst = max(worst, abs(value - min(max(biased, clamp.lower), clamp.upper)))
      let deviation = Double(value) - Double(shift[channel])
      expected[channel][0] += deviation
      expected[channel][1] += deviation * deviation
    }
    // The kernel begins with the bias, and so rounds differently.
    #expect(worst <= 1e-6 * Float(sample.weight.shape.count / channels))
    guard let moments else {
      Issue.record("no moments")
      return
    }
    let pieces = moments.shape[0]
    for channel in 0..<channels {
      for moment in 0...1 {
        let total = (0..<pieces).reduce(0) { $0 + Double(moments[$1, moment, channel]) }
        let scale = max(expected[channel][1], Double(output.shape.count / channels))
        #expect(abs(total - expected[channel][moment]) <= 1e-6 * scale, "channel \(channel), moment \(moment + 1)")
      }
    }
  }

  @Test(arguments: [1, 3]) func emptyBatch(kernel: Int) {
    let sample = ConvolutionSample([0, 5, 5], channels: [4, 20], kernel: [kernel, kernel], stride: 1, padding: .same)
    #expect(sample.direct.forward(sample.input, sample.weight).output.shape == [0, 5, 5, 20])
    #expect(sample.direct.inputGradient(sample.dOutput, sample.weight).shape == [0, 5, 5, 4])
    let dWeight = sample.direct.weightGradient(sample.input, sample.dOutput)
    #expect(dWeight == Tensor([kernel, kernel, 4, 20], repeating: 0))
  }

  @Test func rectificationKeepsNotANumber() {
    let input = Tensor([1, 1, 2, 1], scalars: [.nan, -1])
    let convolution = DirectConvolution(
      geometry: WindowGeometry(
        input: input.shape, kernel: 1, stride: 1, padding: .valid, operation: "test"),
      outputChannels: 1)
    let weight = Tensor([1, 1, 1, 1], repeating: 1)
    let output = convolution.forward(input, weight, epilogue: Epilogue(clamp: .relu)).output.scalars
    #expect(output[0].isNaN && output[1] == 0)
  }
}
