// galaxy benchmark: how fast networks are here, and what the machine could do.
public import ArgumentParser
public import Experiments
internal import Foundation
internal import Reports
internal import Tensors

struct BenchmarkCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure the speed of a network, or the limits of the machine.",
    discussion: """
      Runs bare steps on random images in memory, as large as the network's recipe has them unless --resolution says \
      otherwise: training steps are forward, mean squared error, backward and Adam. Run it on an idle machine.

      Example: galaxy benchmark --network hildebrandt --mode train --batch-size 64 --seconds 10
      """)

  @Option(help: "Network to run (see galaxy networks).", completion: .networks)
  var network: String?
  @Option(help: "What a step is: train or infer.")
  var mode: Benchmark.Mode = .train
  @Option(parsing: .unconditional, help: "Images per step.")
  var batchSize = 16
  @Option(parsing: .unconditional, help: "How long to measure, after a warm-up.")
  var seconds = 5.0
  @Option(
    help: "Rounding error that faster convolutions may add (default: standard to train, relaxed to infer).")
  var precision: ConvolutionPrecision?
  @Flag(help: "Measure the machine instead: multiply-adds in registers, and memory traffic.")
  var machine = false
  @OptionGroup var networkOptions: NetworkOptionGroup
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try require(machine != (network != nil), "expected either --network or --machine")
    try require((1...65_536).contains(batchSize), "--batch-size must be from 1 to 65536, found \(batchSize)")
    try require((0...86_400).contains(seconds), "--seconds must be from 0 to 86400, found \(seconds)")
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    if let network {
      let benchmark = try Benchmark(
        network: network, options: networkOptions.options, mode: mode, batchSize: batchSize, seconds: seconds,
        precision: precision, networks: networks)
      if jsonOptions.json { try Console.print(json: benchmark) } else { try Self.print(benchmark) }
    } else {
      let limits = MachineReport()
      if jsonOptions.json { try Console.print(json: limits) } else { try Self.print(limits) }
    }
  }

  private static func print(_ benchmark: Benchmark) throws {
    let times = benchmark.millisecondsPerStep
    let peak = 1e-9 * Machine.peakOperationsPerSecond(threads: benchmark.threads)
    let work = benchmark.mode == .train ? "training with Adam and mean squared error" : "inference"
    let images = benchmark.batchSize == 1 ? "one image" : "\(benchmark.batchSize) images"
    let size = NumberText.extents(benchmark.input)
    try Console.print(
      "\(benchmark.network), \(work), \(images) of \(size) a step, threads: \(benchmark.threads), "
        + benchmark.instructionSet)
    try print("images per second", "%.1f", benchmark.imagesPerSecond)
    try print("milliseconds per step", "%.2f median, %.2f to %.2f in eight of ten", times.median, times.p10, times.p90)
    try print(
      "arithmetic", "%.0f GFLOP/s direct-equivalent, %.0f %% of the FMA peak", benchmark.directEquivalentGigaflops,
      100 * benchmark.directEquivalentGigaflops / peak)
    try print("peak memory", "%.0f MB", 1e-6 * Double(benchmark.peakMemoryBytes))
    try print(
      "new tensor storage", "%.0f blocks in %.0f steps", Double(benchmark.newStorageBlocks), Double(benchmark.steps))
  }

  private static func print(_ limits: MachineReport) throws {
    try Console.print("\(limits.instructionSet), threads: \(limits.threads)")
    try print("FMA peak of a thread", "%.0f GFLOP/s", limits.gigaflopsPerThread)
    try print("FMA peak of all threads", "%.0f GFLOP/s", limits.gigaflops)
    try print("memory read", "%.1f GB/s", limits.readGigabytesPerSecond)
    try print("memory written", "%.1f GB/s", limits.writeGigabytesPerSecond)
    try print("memory copied", "%.1f GB/s, read plus written", limits.copyGigabytesPerSecond)
  }

  private static func print(_ label: String, _ format: String, _ values: Double...) throws {
    try Console.print(
      label.padding(toLength: 25, withPad: " ", startingAt: 0) + String(format: format, arguments: values))
  }
}

extension Benchmark.Mode: ExpressibleByArgument {}
extension ConvolutionPrecision: ExpressibleByArgument {}

/// The limits of the machine as `galaxy benchmark --machine --json` prints them.
private struct MachineReport: Encodable {
  let instructionSet = Parallel.instructionSet
  let threads = Parallel.threadCount
  let gigaflopsPerThread = 1e-9 * Machine.peakOperationsPerSecond()
  let gigaflops = 1e-9 * Machine.peakOperationsPerSecond(threads: Parallel.threadCount)
  let readGigabytesPerSecond: Double
  let writeGigabytesPerSecond: Double
  let copyGigabytesPerSecond: Double

  /// Measures the machine.
  init() {
    let memory = Machine.memoryTraffic()
    readGigabytesPerSecond = 1e-9 * memory.read
    writeGigabytesPerSecond = 1e-9 * memory.written
    copyGigabytesPerSecond = 1e-9 * memory.copied
  }
}
