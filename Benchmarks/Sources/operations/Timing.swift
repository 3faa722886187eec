// What is measured of an operation, and what the machine's limits make of it.
import Measurement
import Tensors

/// What the machine does at best with the threads in use.
struct Limits: Encodable {
  let instructionSet = Parallel.instructionSet
  let threads = Parallel.threadCount
  let gigaflops: Double
  let copyGigabytesPerSecond: Double

  init() {
    gigaflops = Machine.peakOperationsPerSecond(threads: Parallel.threadCount) * 1e-9
    copyGigabytesPerSecond = Machine.memoryTraffic().copied * 1e-9
  }
}

/// How long an operation takes, and the work that it is at least.
struct Timing: Encodable {
  let milliseconds: Double
  /// Of operands read and results written, each once.
  let gigabytesPerSecond: Double
  let gigaflops: Double
  /// The time that memory or arithmetic needs at the machine's limit, whichever is longer, divided by the time taken.
  let partOfLimit: Double?

  init(seconds: Double, floats: Int, work: Double, limits: Limits?) {
    let gigabytes = Double(floats * MemoryLayout<Float>.stride) * 1e-9
    milliseconds = seconds * 1e3
    gigabytesPerSecond = gigabytes / seconds
    gigaflops = work * 1e-9 / seconds
    partOfLimit = limits.map {
      max(gigabytes / $0.copyGigabytesPerSecond, work * 1e-9 / $0.gigaflops) / seconds
    }
  }
}

/// An operation, forward by itself and forward and backward together.
struct Measured: Encodable {
  let name, operation: String
  let operands: [[Int]]
  let settings: [Int]
  /// Nil where operations are only listed.
  var forward: Timing?
  var both: Timing?

  init(_ workload: Workload) {
    name = workload.name
    operation = workload.operation
    operands = workload.operands.map(\.dimensions)
    settings = workload.settings
  }

  init(_ workload: Workload, _ stopwatch: Stopwatch, limits: Limits?) {
    self.init(workload)
    let values = workload.operands.map { Tensor.random($0) }
    let output = workload.run(values.map { Variable($0) }).value
    let dOutput = Tensor.random(output.shape)
    let operandFloats = values.map(\.shape.count).reduce(0, +)
    let work = workload.work * Double(output.shape.count)
    let forwardTime = stopwatch.shortest { clock in
      clock.measure { _ = workload.run(values.map { Variable($0) }).value }
    }
    let bothTime = stopwatch.shortest { clock in
      clock.measure {
        let tape = Tape()
        let variables = values.map { tape.track($0) }
        let gradients = tape.gradients(of: workload.run(variables), dOutput: dOutput)
        for variable in variables { _ = gradients[variable] }
      }
    }
    let isProduct =
      workload.operation.hasSuffix("Convolution") || ["matrixProduct", "dense"].contains(workload.operation)
    forward = Timing(seconds: forwardTime, floats: operandFloats + output.shape.count, work: work, limits: limits)
    // Backward reads the gradient of the output and writes those of the operands; a product has two more products.
    both = Timing(
      seconds: bothTime, floats: 2 * (operandFloats + output.shape.count), work: (isProduct ? 3 : 2) * work,
      limits: limits)
  }
}
