import Tensors
import Testing

@Suite struct ConvolutionTests {
  /// One sample for each way in which products are computed.
  static let samples = [1, 3, 16].map { channels in
    ConvolutionSample([2, 9, 8], channels: [channels, 20], kernel: [3, 4], stride: 2, padding: .same)
  }

  @Test(arguments: samples) func outputAndGradients(sample: ConvolutionSample) throws {
    let truth = sample.products()
    let tape = Tape()
    let (x, w) = (tape.track(sample.input), tape.track(sample.weight))
    let bias = tape.track(Tensor([20], scalars: (0..<20).map { Float($0) }))
    let output = conv2D(x, w, bias: bias, stride: sample.stride, padding: sample.padding)
    #expect(output.shape == conv2DShape(x.shape, w.shape, stride: sample.stride, padding: sample.padding))
    let gradients = tape.gradients(of: output, dOutput: sample.dOutput)

    let biased = truth.output.sums.enumerated().map { $1 + Double($0 % 20) }
    expect(output.value, biased, "output")
    expect(try #require(gradients[x]), truth.dInput.sums, "dInput")
    expect(try #require(gradients[w]), truth.dWeight.sums, "dWeight")
    var dBias = [Double](repeating: 0, count: 20)
    for (index, value) in sample.dOutput.scalars.enumerated() { dBias[index % 20] += Double(value) }
    expect(try #require(gradients[bias]), dBias, "dBias")
  }

  private func expect(_ tensor: Tensor, _ truth: [Double], _ name: String) {
    let error = zip(tensor.scalars, truth).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
    #expect(error < 1e-4, "\(name)")
  }
}
