import GradientChecking
import Tensors
import TestSupport
import Testing

@Suite struct WinogradConvolutionTests {
  static let tiles = [3, 5, 7].flatMap { WinogradTile.all(taps: $0, precision: .relaxed) }

  /// Largest errors allowed, as root mean squares relative to that of the result: about twice what was measured.
  private func bounds(_ tile: WinogradTile) -> (correlation: Double, weights: Double) {
    tile.side < 10 ? (1e-5, 4e-5) : (5e-5, 2e-4)
  }

  private func relativeError(_ tensor: Tensor, _ truth: [Double]) -> Double {
    var (error, size) = (0.0, 0.0)
    for (value, expected) in zip(tensor.scalars, truth) {
      error += (Double(value) - expected) * (Double(value) - expected)
      size += expected * expected
    }
    return tensor.shape.count == truth.count ? (error / size).squareRoot() : .infinity
  }

  /// All three products against others.
  private func check(
    _ sample: ConvolutionSample, _ tile: WinogradTile, output: [Double], dInput: [Double], dWeight: [Double]
  ) {
    let winograd = sample.winograd(tile)
    let bounds = bounds(tile)
    let forward = relativeError(winograd.forward(sample.input, sample.weight).output, output)
    #expect(forward < bounds.correlation, "forward, \(tile), \(sample)")
    let input = relativeError(winograd.inputGradient(sample.dOutput, sample.weight), dInput)
    #expect(input < bounds.correlation, "dInput, \(tile), \(sample)")
    let weight = relativeError(winograd.weightGradient(sample.input, sample.dOutput), dWeight)
    #expect(weight < bounds.weights, "dWeight, \(tile), \(sample)")
  }

  private func checkWithDirect(_ sample: ConvolutionSample, _ tile: WinogradTile) {
    let direct = sample.direct
    func values(_ tensor: Tensor) -> [Double] { tensor.scalars.map(Double.init) }
    check(
      sample, tile, output: values(direct.forward(sample.input, sample.weight).output),
      dInput: values(direct.inputGradient(sample.dOutput, sample.weight)),
      dWeight: values(direct.weightGradient(sample.input, sample.dOutput)))
  }

  @Test(arguments: tiles) func everyPaddingByDefinition(tile: WinogradTile) {
    let paddings: [Padding] = [
      .valid, .same, .explicit(top: 2, bottom: 0, left: 1, right: 3), .all(tile.taps + 2),
    ]
    for padding in paddings {
      for (height, width) in [(1, 1), (2, 5), (7, 8), (9, 17), (13, 10)] {
        guard padding != .valid || height >= tile.taps, height + 2 >= tile.taps, width + 4 >= tile.taps else {
          continue
        }
        let sample = ConvolutionSample(
          [2, height, width], channels: [9, 19], kernel: [tile.taps, tile.taps], stride: 1, padding: padding)
        let truth = sample.products()
        check(
          sample, tile, output: truth.output.sums, dInput: truth.dInput.sums, dWeight: truth.dWeight.sums)
      }
    }
  }

  @Test(arguments: tiles) func everyExtent(tile: WinogradTile) {
    for rows in 1...40 {
      let columns = 1 + rows * 7 % 40
      checkWithDirect(
        ConvolutionSample(
          [1 + rows % 5, rows + tile.taps - 1, columns + tile.taps - 1], channels: [16, 20],
          kernel: [tile.taps, tile.taps], stride: 1, padding: .valid), tile)
    }
  }

  @Test(arguments: tiles) func everyNumberOfChannels(tile: WinogradTile) {
    let channels = [1, 32, 37, 48, 64, 130]
    for inputs in channels {
      for outputs in channels {
        checkWithDirect(
          ConvolutionSample(
            [2, 11, 9], channels: [inputs, outputs], kernel: [tile.taps, tile.taps], stride: 1, padding: .same), tile)
      }
    }
  }

  /// Layers that are cut in every way: blocks that are tasks and blocks one after another, one and several groups.
  static let layers = [
    (ConvolutionSample([6, 60, 60], channels: [32, 32], kernel: [7, 7], stride: 1, padding: .valid), 2),
    (ConvolutionSample([9, 60, 60], channels: [32, 40], kernel: [7, 7], stride: 1, padding: .valid), 4),
    (ConvolutionSample([5, 33, 33], channels: [32, 64], kernel: [5, 5], stride: 1, padding: .valid), 4),
    (ConvolutionSample([64, 14, 14], channels: [48, 33], kernel: [5, 5], stride: 1, padding: .same), 6),
    (ConvolutionSample([3, 57, 57], channels: [37, 64], kernel: [3, 3], stride: 1, padding: .same), 6),
    (ConvolutionSample([60, 7, 7], channels: [384, 390], kernel: [3, 3], stride: 1, padding: .same), 4),
  ]

  @Test(arguments: layers) func layer(sample: ConvolutionSample, outputs: Int) {
    checkWithDirect(sample, WinogradTile(outputs: outputs, taps: sample.weight.shape[0]))
  }

  @Test(arguments: layers) func sameBitsForAnyNumberOfThreads(sample: ConvolutionSample, outputs: Int) {
    let before = Parallel.threadCount
    defer { Parallel.setThreadCount(before) }
    let shift = Tensor([sample.weight.shape[3]], repeating: 0.5)
    let winograd = sample.winograd(WinogradTile(outputs: outputs, taps: sample.weight.shape[0]))
    let results = [1, 2, 3].map { threads in
      Parallel.setThreadCount(threads)
      let (output, moments) = winograd.forward(sample.input, sample.weight, epilogue: Epilogue(shift: shift))
      return [
        output, moments ?? output, winograd.inputGradient(sample.dOutput, sample.weight),
        winograd.weightGradient(sample.input, sample.dOutput),
      ]
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test(arguments: layers, [false, true])
  func epilogue(layer: (sample: ConvolutionSample, outputs: Int), rectifies: Bool) throws {
    let sample = layer.sample
    let channels = sample.weight.shape[3]
    let winograd = sample.winograd(WinogradTile(outputs: layer.outputs, taps: sample.weight.shape[0]))
    let weights = winograd.transformed(sample.weight)
    let bias = Tensor([channels], scalars: (0..<channels).map { Float($0 % 7) - 3 })
    let shift = Tensor([channels], scalars: (0..<channels).map { Float($0 % 5) * 0.25 })
    let sums = winograd.forward(sample.input, weights).output
    let (output, moments) = winograd.forward(
      sample.input, weights, epilogue: Epilogue(bias: bias, clamp: rectifies ? .relu : .none, shift: shift))
    var expected = [[Double]](repeating: [0, 0], count: channels)
    var isExact = true
    for (index, (sum, value)) in zip(sums.scalars, output.scalars).enumerated() {
      let channel = index % channels
      let biased = sum + bias.scalars[channel]
      isExact = isExact && value == (rectifies ? max(0, biased) : biased)
      let deviation = Double(value) - Double(shift.scalars[channel])
      expected[channel][0] += deviation
      expected[channel][1] += deviation * deviation
    }
    #expect(isExact)
    let found = try #require(moments)
    for channel in 0..<channels {
      for moment in 0...1 {
        let total = (0..<found.shape[0]).reduce(0) { $0 + Double(found[$1, moment, channel]) }
        let scale = max(expected[channel][1], Double(output.shape.count / channels))
        #expect(abs(total - expected[channel][moment]) <= 1e-6 * scale, "channel \(channel), moment \(moment + 1)")
      }
    }
  }

  @Test func operationWithWinogradAgreesWithFiniteDifferences() {
    // 5×5 windows, 32 channels in and out and many tiles: all products go through tiles.
    let (input, weight) = (Tensor.random([4, 18, 18, 32]), Tensor.random([5, 5, 32, 32], in: -0.1...0.1, seed: 2))
    for precision in [ConvolutionPrecision.standard, .relaxed] {
      // The function is linear: a large step is exact, and rounding matters less.
      #expect(
        gradientMismatches(at: [input, weight, .random([32], seed: 3)], step: 2, limit: 12) {
          conv2D($0[0], $0[1], bias: $0[2], padding: .same, precision: precision)
        }.isEmpty)
    }
    let direct = DirectConvolution(
      geometry: WindowGeometry(
        input: input.shape, kernel: 5, stride: 1, padding: .same, operation: "test"),
      outputChannels: 32)
    let difference = { (precision: ConvolutionPrecision) in
      conv2D(Variable(input), Variable(weight), padding: .same, precision: precision).value
        .relativeError(to: direct.forward(input, weight).output)
    }
    // Other sums round otherwise: this is how it shows that tiles were used, and which.
    #expect(difference(.standard) > 1e-6)
    #expect(difference(.relaxed) > 2 * difference(.standard))
  }

  /// Kept weights: the same bits in any batch. Weights in training: tiles where a batch is large enough to pay for them.
  @Test func onlyTrainingChoosesByTheBatch() {
    let (images, weight) = (Tensor.random([40, 6, 6, 64]), Tensor.random([3, 3, 64, 64], in: -0.1...0.1, seed: 2))
    func sums(count: Int, precision: ConvolutionPrecision, tracked: Bool) -> [Float] {
      let tape = Tape()
      let input = Tensor([count, 6, 6, 64], scalars: Array(images.scalars.prefix(count * 6 * 6 * 64)))
      let output = conv2D(
        Variable(input), tracked ? tape.track(weight) : Variable(weight), padding: .same, precision: precision)
      return Array(output.value.scalars.prefix(6 * 6 * 64))
    }
    let kept = sums(count: 1, precision: .standard, tracked: false)
    #expect(kept == sums(count: 40, precision: .standard, tracked: false))
    // Other sums round otherwise: this is how it shows that tiles were used.
    #expect(kept != sums(count: 1, precision: .exact, tracked: false))
    let direct = sums(count: 40, precision: .exact, tracked: true)
    #expect(sums(count: 1, precision: .standard, tracked: true) == direct)
    #expect(sums(count: 40, precision: .standard, tracked: true) != direct)
  }

  @Test func emptyBatches() {
    let sample = ConvolutionSample([0, 9, 9], channels: [32, 48], kernel: [5, 5], stride: 1, padding: .same)
    let winograd = sample.winograd(WinogradTile(outputs: 4, taps: 5))
    #expect(winograd.forward(sample.input, sample.weight).output.shape == [0, 9, 9, 48])
    #expect(winograd.inputGradient(sample.dOutput, sample.weight).shape == [0, 9, 9, 32])
    #expect(winograd.weightGradient(sample.input, sample.dOutput) == Tensor([5, 5, 32, 48], repeating: 0))
  }

  @Test func rectificationKeepsNotANumber() {
    let sample = ConvolutionSample([1, 3, 3], channels: [1, 1], kernel: [3, 3], stride: 1, padding: .valid)
    let input = Tensor(sample.input.shape, repeating: .nan)
    let output = sample.winograd(WinogradTile(outputs: 4, taps: 3))
      .forward(input, sample.weight, epilogue: Epilogue(clamp: .relu)).output
    #expect(output.scalars[0].isNaN)
  }
}

extension ConvolutionSample {
  func winograd(_ tile: WinogradTile) -> WinogradConvolution {
    WinogradConvolution(geometry: geometry, outputChannels: weight.shape[3], tile: tile)
  }
}
