// How fast a network is: bare steps on random images in memory.
public import ImageModels
internal import NeuralNetwork
internal import Preconditions
public import Tensors

/// The speed of a network's training or inference steps, without images to read.
public struct Benchmark: Sendable, Encodable {
  /// What a step is.
  public enum Mode: String, Sendable, Encodable, CaseIterable {
    /// Forward, mean squared error, backward, Adam.
    case train
    /// Forward in inference mode.
    case infer
  }

  /// The network's name.
  public let network: String
  /// Height, width and channels of its images.
  public let input: [Int]
  /// What a step was.
  public let mode: Mode
  /// Images to a step.
  public let batchSize: Int
  /// How much rounding convolutions may add.
  public let precision: ConvolutionPrecision
  /// Threads that the steps ran on.
  public let threads: Int
  /// Kernels that they used: "avx512", "avx2" or "portable".
  public let instructionSet: String
  /// The network's parameters.
  public let parameters: Int
  /// Multiplications with an addition in the forward pass of one image, as its layers are defined.
  public let multiplyAdds: Int
  /// Steps that were timed.
  public let steps: Int
  /// How long they took.
  public let millisecondsPerStep: Quantiles
  /// Speed of the median step.
  public let imagesPerSecond: Double
  /// Operations per second that direct convolution would need for this speed, in units of 10⁹: two to a multiply-add, and
  /// in training three passes, but for the first layer, whose input needs no gradient. Faster algorithms do fewer.
  public let directEquivalentGigaflops: Double
  /// Blocks of memory for tensors that were asked of the system during the timed steps; none in a steady loop.
  public let newStorageBlocks: Int
  /// Most memory that the process ever had resident.
  public let peakMemoryBytes: Int

  /// Runs steps for `seconds`, at least five, after warming up for a fifth of that, at least three steps.
  ///
  /// - Parameters:
  ///   - name: the network in the registry.
  ///   - options: its outputs, width and size of images; that of the network's recipe where none is named.
  ///   - mode: whether a step is one of training or of inference.
  ///   - batchSize: images to a step.
  ///   - seconds: how long steps are timed.
  ///   - precision: how much rounding convolutions may add; what is usual for the mode if nil.
  ///   - networks: where the network is looked up.
  /// - Throws: `UnknownNetworkError` or `NetworkOptionError`.
  public init(
    network name: String, options: NetworkOptions = NetworkOptions(), mode: Mode, batchSize: Int, seconds: Double,
    precision: ConvolutionPrecision? = nil, networks: NetworkRegistry = .standard
  ) throws {
    let random = RandomSource(seed: 0)
    var context = mode == .train ? Context.training(random: random) : .inference
    if let precision { context.precision = precision }
    let definition = try networks.definition(named: name)
    let options = try options.withTrainedSize(of: name, networks: networks)
    var step = try BenchmarkStep(definition, options: options, batchSize: batchSize, context: context)
    _ = try step.durations(seconds: seconds / 5, atLeast: 3)
    let blocks = MemoryStatistics.current.systemBlocks
    let durations = try step.durations(seconds: seconds, atLeast: 5)
    newStorageBlocks = MemoryStatistics.current.systemBlocks - blocks

    network = name
    input = try definition.input(options).dimensions
    self.mode = mode
    self.batchSize = batchSize
    self.precision = context.precision
    threads = Parallel.threadCount
    instructionSet = Parallel.instructionSet
    let graph = try definition.graph(options)
    parameters = graph.parameterCount
    let work = graph.summary.map(\.multiplyAdds).filter { $0 > 0 }
    multiplyAdds = work.reduce(0, +)
    steps = durations.count
    millisecondsPerStep = Quantiles(of: durations.map { $0 * 1e3 })
    imagesPerSecond = Double(batchSize) * 1e3 / millisecondsPerStep.median
    let multiplyAddsPerImage = mode == .train ? 3 * multiplyAdds - (work.first ?? 0) : multiplyAdds
    directEquivalentGigaflops = 2e-9 * Double(multiplyAddsPerImage) * imagesPerSecond
    peakMemoryBytes = MemoryStatistics.peakResident
  }
}

/// The middle and the edges of a set of measurements.
public struct Quantiles: Sendable, Equatable, Encodable {
  /// Half of the values are no larger.
  public let median: Double
  /// A tenth of the values is no larger.
  public let p10: Double
  /// Nine tenths of the values are no larger.
  public let p90: Double

  /// Quantiles of at least one value, interpolated between neighbours.
  public init(of values: [Double]) {
    require(!values.isEmpty, "Quantiles: expected at least one value, found none")
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
    median = quantile(0.5)
    p10 = quantile(0.1)
    p90 = quantile(0.9)
  }
}

/// A network with everything that a step takes, the same in every step.
private struct BenchmarkStep {
  private let context: Context
  private let input: Tensor
  private let target: Tensor
  private var network: any ImageNetwork
  private var optimizer: any Optimizer = Adam()

  init(_ definition: NetworkDefinition, options: NetworkOptions, batchSize: Int, context: Context) throws {
    func random(_ name: String, _ shape: Shape) -> Tensor {
      var source = RandomSource(seed: 0).split(name)
      return Tensor(shape) { for index in $0.indices { $0[index] = source.uniform() } }
    }
    self.context = context
    input = random("input", Shape([batchSize] + (try definition.input(options)).dimensions))
    target = random("target", [batchSize, options.outputs])
    network = try definition.makeNetwork(options)
    network.initializeParameters(seed: 0)
  }

  /// Seconds of each of the steps that begin within a time, but no fewer than the given number.
  mutating func durations(seconds: Double, atLeast count: Int) throws -> [Double] {
    let clock = ContinuousClock()
    let start = clock.now
    var durations: [Double] = []
    while durations.count < count || clock.now - start < .seconds(seconds) {
      let duration = try clock.measure { try run(number: durations.count) }
      durations.append(duration / .seconds(1))
    }
    return durations
  }

  private mutating func run(number: Int) throws {
    var context = context
    switch context.mode {
    case .inference:
      _ = network(Variable(input), in: &context)
    case .training:
      context.random = context.random.split(UInt64(number))
      _ = try network.step(
        input: input, targets: Targets(target), loss: .meanSquaredError, context: context, optimizer: &optimizer)
    }
  }
}
