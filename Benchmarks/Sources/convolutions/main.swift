// Speed of convolution layers, named by the networks that they come from.
//
//     swift run -c release --package-path Benchmarks convolutions [threads] [name prefix]
import Tensors

struct ConvolutionLayer {
  let name: String
  let batch, size, inputs, kernel, outputs: Int
  var stride = 1
  var padding = Padding.valid
}

let layers = [
  ConvolutionLayer(name: "hildebrandt 1", batch: 64, size: 150, inputs: 1, kernel: 7, outputs: 32),
  ConvolutionLayer(name: "hildebrandt 2", batch: 64, size: 72, inputs: 32, kernel: 7, outputs: 32),
  ConvolutionLayer(name: "hildebrandt 3", batch: 64, size: 33, inputs: 32, kernel: 5, outputs: 64),
  ConvolutionLayer(name: "hildebrandt 4", batch: 64, size: 14, inputs: 64, kernel: 5, outputs: 64),
  ConvolutionLayer(name: "hildebrandt 5", batch: 64, size: 5, inputs: 64, kernel: 3, outputs: 128),
  ConvolutionLayer(name: "hildebrandt 6", batch: 64, size: 3, inputs: 128, kernel: 3, outputs: 256),
  ConvolutionLayer(name: "vgg 1.1", batch: 16, size: 106, inputs: 3, kernel: 3, outputs: 64, padding: .same),
  ConvolutionLayer(name: "vgg 1.2", batch: 16, size: 106, inputs: 64, kernel: 3, outputs: 64, padding: .same),
  ConvolutionLayer(name: "vgg 2.2", batch: 16, size: 53, inputs: 128, kernel: 3, outputs: 128, padding: .same),
  ConvolutionLayer(name: "vgg 3.2", batch: 16, size: 26, inputs: 256, kernel: 3, outputs: 256, padding: .same),
  ConvolutionLayer(name: "vgg 4.2", batch: 16, size: 13, inputs: 512, kernel: 3, outputs: 512, padding: .same),
  ConvolutionLayer(name: "vgg 5.2", batch: 16, size: 6, inputs: 512, kernel: 3, outputs: 512, padding: .same),
  ConvolutionLayer(
    name: "mobilenet first", batch: 16, size: 224, inputs: 3, kernel: 3, outputs: 32, stride: 2, padding: .same),
  ConvolutionLayer(
    name: "resnet 3×3 / 2", batch: 16, size: 56, inputs: 64, kernel: 3, outputs: 64, stride: 2, padding: .same),
  ConvolutionLayer(name: "mobilenet 112", batch: 16, size: 112, inputs: 32, kernel: 1, outputs: 64),
  ConvolutionLayer(name: "mobilenet 56", batch: 16, size: 56, inputs: 128, kernel: 1, outputs: 128),
  ConvolutionLayer(name: "mobilenet 28", batch: 16, size: 28, inputs: 256, kernel: 1, outputs: 256),
  ConvolutionLayer(name: "mobilenet 14", batch: 16, size: 14, inputs: 512, kernel: 1, outputs: 512),
  ConvolutionLayer(name: "mobilenet 7", batch: 16, size: 7, inputs: 1024, kernel: 1, outputs: 1024),
  ConvolutionLayer(name: "mobilenet v2 56", batch: 16, size: 56, inputs: 24, kernel: 1, outputs: 144),
  ConvolutionLayer(name: "mobilenet v2 28", batch: 16, size: 28, inputs: 192, kernel: 1, outputs: 32),
]

let arguments = CommandLine.arguments.dropFirst()
if let count = arguments.first.flatMap({ Int($0) }) { Parallel.setThreadCount(count) }
let prefix = arguments.dropFirst().first ?? ""
// Memory in use, so that what one run gives back is there for the next.
let ballast = Tensor([1 << 26], repeating: 0)
let clock = ContinuousClock()

/// The shortest of the runs that fit into a third of a second, at least three.
func best(_ body: () -> Duration) -> Double {
  var shortest = Double.infinity
  let start = clock.now
  var runs = 0
  while runs < 4 || clock.now - start < .milliseconds(300) {
    let duration = body() / .seconds(1)
    if runs > 0 { shortest = min(shortest, duration) }
    runs += 1
  }
  return shortest
}

func random(_ shape: Shape) -> Tensor {
  var source = RandomSource(seed: 1)
  return Tensor(shape) { for index in $0.indices { $0[index] = source.uniform(in: -1...1) } }
}

let peak = Machine.peakOperationsPerSecond()

/// GFLOP/s, and the part of all threads' peak that they are.
func rate(_ work: Double, _ time: Double) -> String {
  func padded(_ value: Double, to width: Int) -> String {
    let digits = "\(Int(value.rounded()))"
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }
  let rate = work / time
  return padded(rate * 1e-9, to: 7) + padded(100 * rate / peak / Double(Parallel.threadCount), to: 5) + " %"
}

print("\(Parallel.instructionSet), threads: \(Parallel.threadCount), peak of one: \(Int(peak * 1e-9)) GFLOP/s")
print("GFLOP/s and part of the peak: forward, data gradient, weight gradient")
for layer in layers where layer.name.hasPrefix(prefix) {
  let input = random([layer.batch, layer.size, layer.size, layer.inputs])
  let weight = random([layer.kernel, layer.kernel, layer.inputs, layer.outputs])
  let shape = conv2DShape(input.shape, weight.shape, stride: layer.stride, padding: layer.padding)
  let dOutput = random(shape)
  let work = 2 * Double(shape.count) * Double(weight.shape.count / layer.outputs)

  func forward(_ input: Variable, _ weight: Variable) -> Variable {
    conv2D(input, weight, stride: layer.stride, padding: layer.padding)
  }
  let forwardTime = best { clock.measure { _ = forward(Variable(input), Variable(weight)) } }
  func gradientTime(tracksInput: Bool) -> Double {
    best {
      let tape = Tape()
      let x = tracksInput ? tape.track(input) : Variable(input)
      let w = tracksInput ? Variable(weight) : tape.track(weight)
      let output = forward(x, w)
      return clock.measure { _ = tape.gradients(of: output, dOutput: dOutput) }
    }
  }
  print(
    layer.name + String(repeating: " ", count: 16 - layer.name.count), rate(work, forwardTime),
    rate(work, gradientTime(tracksInput: true)), rate(work, gradientTime(tracksInput: false)))
}
withExtendedLifetime(ballast) {}
