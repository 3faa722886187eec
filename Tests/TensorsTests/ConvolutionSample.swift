// Random convolutions for tests, and their products in double precision.
import Tensors

/// A convolution with random operands.
struct ConvolutionSample: CustomStringConvertible, Sendable {
  let input, weight, dOutput: Tensor
  let stride: HeightWidth
  let padding: Padding
  let geometry: WindowGeometry

  init(_ size: [Int], channels: [Int], kernel: [Int], stride: HeightWidth, padding: Padding, seed: UInt64 = 1) {
    var random = RandomSource(seed: seed)
    func tensor(_ shape: Shape) -> Tensor {
      Tensor(shape) { for index in $0.indices { $0[index] = random.uniform(in: -1...1) } }
    }
    input = tensor([size[0], size[1], size[2], channels[0]])
    weight = tensor([kernel[0], kernel[1], channels[0], channels[1]])
    self.stride = stride
    self.padding = padding
    geometry = WindowGeometry(
      input: input.shape, kernel: HeightWidth(kernel[0], kernel[1]), stride: stride, padding: padding,
      operation: "test")
    dOutput = tensor(geometry.outputShape(channels: channels[1]))
  }

  var description: String { "input \(input.shape), weight \(weight.shape), stride \(stride), \(padding)" }
  var direct: DirectConvolution { DirectConvolution(geometry: geometry, outputChannels: weight.shape[3]) }

  /// Sums, and the sums of their terms' magnitudes, which bound what rounding may change.
  struct Sums {
    var sums, magnitudes: [Double]

    init(count: Int) {
      sums = [Double](repeating: 0, count: count)
      magnitudes = sums
    }

    mutating func add(_ term: Double, at index: Int) {
      sums[index] += term
      magnitudes[index] += abs(term)
    }
  }

  /// The three products, by their definition.
  func products() -> (output: Sums, dInput: Sums, dWeight: Sums) {
    let (x, w, d) = (input.scalars.map(Double.init), weight.scalars.map(Double.init), dOutput.scalars.map(Double.init))
    var (output, dInput, dWeight) = (Sums(count: d.count), Sums(count: x.count), Sums(count: w.count))
    forEachProduct { i, j, o in
      output.add(x[i] * w[j], at: o)
      dInput.add(d[o] * w[j], at: i)
      dWeight.add(d[o] * x[i], at: j)
    }
    return (output, dInput, dWeight)
  }

  /// Calls `body` for every product of a pixel and a weight, with their indices and that of the output.
  private func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
    let (g, channels, outputs) = (geometry, input.shape[3], weight.shape[3])
    for image in 0..<g.batch {
      for row in 0..<g.outputHeight {
        for column in 0..<g.outputWidth {
          let output = ((image * g.outputHeight + row) * g.outputWidth + column) * outputs
          for y in 0..<g.kernelHeight {
            for x in 0..<g.kernelWidth {
              let (inputRow, inputColumn) = (row * stride.height + y - g.top, column * stride.width + x - g.left)
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
