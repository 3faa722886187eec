// Speed of convolution layers, named by the networks that they come from.
//
//     swift run -c release --package-path Benchmarks convolutions [threads] [name prefix]
import Measurement
import Tensors

let arguments = CommandLine.arguments.dropFirst()
if let count = arguments.first.flatMap({ Int($0) }) { Parallel.setThreadCount(count) }
let prefix = arguments.dropFirst().first ?? ""
let stopwatch = Stopwatch()
let peak = Machine.peakOperationsPerSecond()

/// GFLOP/s, and the part of all threads' peak that they are.
func rate(_ work: Double, _ time: Double) -> String {
  let rate = work / time
  return column(rate * 1e-9, width: 7) + column(100 * rate / peak / Double(Parallel.threadCount), width: 5) + " %"
}

print("\(Parallel.instructionSet), threads: \(Parallel.threadCount), peak of one: \(Int(peak * 1e-9)) GFLOP/s")
print("GFLOP/s and part of the peak: forward, data gradient, weight gradient")
let nameWidth = NetworkLayers.all.map(\.name.count).max() ?? 0
for layer in NetworkLayers.all where layer.name.hasPrefix(prefix) {
  let input = Tensor.random([layer.batch, layer.size, layer.size, layer.inputs])
  let weight = Tensor.random([layer.kernel, layer.kernel, layer.inputs, layer.outputs])
  let shape = conv2DShape(
    input.shape, weight.shape, stride: HeightWidth(layer.stride), padding: layer.padding)
  let dOutput = Tensor.random(shape)
  let work = 2 * Double(shape.count) * Double(weight.shape.count / layer.outputs)

  func forward(_ input: Variable, _ weight: Variable) -> Variable {
    conv2D(input, weight, stride: HeightWidth(layer.stride), padding: layer.padding)
  }
  let forwardTime = stopwatch.shortest { $0.measure { _ = forward(Variable(input), Variable(weight)) } }
  func gradientTime(tracksInput: Bool) -> Double {
    stopwatch.shortest { clock in
      let tape = Tape()
      let x = tracksInput ? tape.track(input) : Variable(input)
      let w = tracksInput ? Variable(weight) : tape.track(weight)
      let output = forward(x, w)
      return clock.measure { _ = tape.gradients(of: output, dOutput: dOutput) }
    }
  }
  print(
    layer.name.padded(to: nameWidth), rate(work, forwardTime), rate(work, gradientTime(tracksInput: true)),
    rate(work, gradientTime(tracksInput: false)))
}
